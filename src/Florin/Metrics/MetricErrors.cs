namespace Florin;

using System.Globalization;

/// <summary>What can be wrong with rows or settings given to a metric.</summary>
static class MetricErrors
{
    public static FlorinException Lengths(string name, int found, int rows) => new(
        "FLR0601", "a metric needs a value for every row", name,
        string.Create(CultureInfo.InvariantCulture, $"{found} values for {rows} rows"), "give all columns from the same rows");

    public static FlorinException NotFinite(string place, string found) => new(
        "FLR0602", "a metric needs finite numbers", place, found, "find out why the value is missing; leave the row out, or impute it");

    public static FlorinException Weight(string place, string found) => new(
        "FLR0603", "weights and exposures are 0 or more", place, found, "give 0 to leave a row out");

    public static FlorinException Label(string place, string found, int classes) => new(
        "FLR0604", classes == 2 ? "labels are 0 and 1" : "a class is its number, from 0", place, found,
        string.Create(CultureInfo.InvariantCulture, $"code the classes as 0 to {classes - 1}"));

    public static FlorinException Probability(string place, string found) => new(
        "FLR0605", "this metric judges probabilities", place, found,
        "give values from 0 to 1 that sum to 1 over the classes; ranks alone are judged by Auc, Gini, Ks");

    public static FlorinException Domain(string place, string found, string domain) => new(
        "FLR0606", "a value lies outside the domain of the deviance", place, found, domain);

    public static FlorinException Setting(string name, double found, string range) => new(
        "FLR0607", "a setting of a metric is out of range", name, found.ToString(CultureInfo.InvariantCulture), range);

    public static FlorinException Pairing(string place, string found) => new(
        "FLR0608", "a paired comparison needs two scores of the same rows", place, found,
        "give both scores with the same targets and weights, in the same order");

    public static FlorinException Weighted() => new(
        "FLR0609", "DeLong's variance is that of rows which count equally", "weights", "a weight other than 1",
        "use Bootstrap.Interval, which takes weights");

    public static FlorinException OneClass(string calibrator) => new(
        "FLR0611", "a calibrator needs rows of both classes", calibrator, "one class, or no row of weight above 0",
        "calibrate on more rows, of both classes with weights above 0 (in a plan data.weight names them)");

    public static FlorinException NoFit(string calibrator) => new(
        "FLR0612", "the calibrator has no finite fit: the scores put the classes apart", calibrator, "separated classes",
        "calibrate on more rows, or with PlattCalibration, whose targets are smoothed");

    public static FlorinException Sample(string place, string found, string fix) => new(
        "FLR0613", "the stability of these samples cannot be judged", place, found, fix);

    public static FlorinException Grade(string found) => new(
        "FLR0614", "a grade has at least one obligor, no more defaults than obligors, and a PD between 0 and 1", "grade", found,
        "count obligors at the start of the period, and those of them that defaulted in it");

    public static FlorinException Knots(string found) => new(
        "FLR0615", "the knots of an isotonic calibration ascend, with values from 0 to 1 that never fall", "IsotonicCalibration", found,
        "use IsotonicCalibration.Fit, or store what it gave unchanged");
}
