namespace Florin;

using Florin.Kernels;

/// <summary>
/// From a row of a table to a prediction of boosted trees. Numbers and dates are read as they are, missing ones and codes among them; a
/// category gives an input for each of its frequent levels; texts are left out. Immutable, safe to use from many threads.
/// </summary>
/// <remarks>Mean targets in place of levels were no better on the test data in cross-validation, and can leak.</remarks>
public sealed class BoostedModel
{
    readonly ColumnRoles roles;

    internal BoostedModel(FittedFeatures features, ColumnRoles roles, BoostedTrees trees) =>
        (Features, this.roles, Trees) = (features, roles, trees);

    /// <summary>The steps from columns to numbers.</summary>
    public FittedFeatures Features { get; }

    /// <summary>The trees, on the numbers of a row.</summary>
    public BoostedTrees Trees { get; }

    /// <summary>P(1), the mean (of the row's exposure), or P(class) of each class row after row.</summary>
    /// <exception cref="FlorinException">FLR0507: a column is not there; FLR0551, FLR0552: a cell of another kind.</exception>
    public double[] Predict(Table table, int threads = 1) => Trees.Predict(Rows(Features, roles, Trees.Options, table), threads);

    /// <summary>The numbers of a table's rows, with weights where the table has them.</summary>
    internal static BoostingRows Rows(FittedFeatures features, ColumnRoles roles, BoostingOptions options, Table table)
    {
        double[]? Given(string? name) => name is null ? null : table.Number(name).Values.ToArray();
        EncodedRows encoded = features.Encode(table);
        double[]? offset = Given(roles.Offset), exposure = options.HasLogLink ? Given(roles.Exposure) : null;
        return new BoostingRows
        {
            Values = encoded.Numbers,
            Columns = encoded.Width,
            Names = features.Names,
            Weight = roles.Weight is { } weight && table.Contains(weight) ? Given(weight) : null,
            Offset = exposure is null ? offset : [.. exposure.Select((years, row) => Elementary.Log(years) + (offset?[row] ?? 0))],
        };
    }
}
