namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>What kind of thing a model predicts.</summary>
public enum ModelTask
{
    /// <summary>Which of two values: the score is the probability of one of them.</summary>
    Binary,

    /// <summary>Which of several values: a probability for each.</summary>
    Classes,

    /// <summary>An amount.</summary>
    Number,

    /// <summary>A count or an amount of 0 or more that grows with exposure: the score is what is expected.</summary>
    Count,

    /// <summary>A share from 0 to 1, such as of a loan that is lost: the score is what is expected.</summary>
    Share,
}

/// <summary>What a model predicts: a column, and how its cells become what nets learn and metrics read.</summary>
/// <param name="Column">The target column.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BinaryTarget), "binary")]
[JsonDerivedType(typeof(ClassTarget), "classes")]
[JsonDerivedType(typeof(NumberTarget), "number")]
[JsonDerivedType(typeof(CountTarget), "count")]
[JsonDerivedType(typeof(ShareTarget), "share")]
public abstract record ModelTarget(string Column)
{
    /// <summary>What kind of thing it is.</summary>
    [JsonIgnore]
    public abstract ModelTask Task { get; }

    /// <summary>Numbers that a score has: the classes where there are several, else 1.</summary>
    [JsonIgnore]
    public virtual int Outputs => 1;

    /// <summary>What a score is, in words, such as "the probability that bad = yes".</summary>
    [JsonIgnore]
    public virtual string InWords => $"the expected {Column}";

    /// <summary>Further columns that a score needs beside the inputs.</summary>
    internal virtual ImmutableArray<string> Beside => [];

    /// <summary>What each row's rate is multiplied by; null: 1.</summary>
    internal virtual double[]? ExposuresOf(Table table) => null;

    /// <summary>Row by row, as metrics read it: 1 for the event, the number of the class from 0, or the amount.</summary>
    /// <exception cref="FlorinException">FLR0565: a cell that cannot be one.</exception>
    public abstract double[] Labels(Table table);

    /// <summary>What nets make small.</summary>
    internal abstract Loss Loss { get; }

    /// <summary>Labels by which rows are drawn in proportion; amounts are not.</summary>
    internal virtual double[] Strata(double[] labels) => Outputs > 1 || Task == ModelTask.Binary ? labels : new double[labels.Length];

    /// <summary>What is missing from rows that are to be learned from, or to judge; null: nothing.</summary>
    internal virtual string? Lacks(ReadOnlySpan<double> labels, bool learned) =>
        labels.Length >= 2 && labels.ContainsAnyExcept(labels[0]) ? null : "fewer than two different amounts";

    /// <summary>With what must be learned from training rows alone.</summary>
    internal virtual ModelTarget Fitted(TrainRows train) => this;

    /// <summary>Labels as the loss reads them.</summary>
    internal virtual float[] Learned(double[] labels) => [.. labels.Select(label => (float)label)];

    /// <summary>The target that a schema names.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="schema">The roles.</param>
    /// <param name="task">What is predicted; null: two values make it binary, up to 50 others classes, more numbers a number.</param>
    /// <param name="loss">Of counts; null: found from the cells.</param>
    /// <exception cref="FlorinException">FLR0561–FLR0568: the target does not fit.</exception>
    public static ModelTarget Of(Table table, Schema schema, ModelTask? task = null, CountLoss? loss = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(schema);
        string name = Named(schema);
        return (task ?? Guess(table[name])) switch
        {
            ModelTask.Binary => BinaryTarget.Of(table, schema),
            ModelTask.Classes => ClassTarget.Of(table, name),
            ModelTask.Number => new NumberTarget(name).On(table),
            ModelTask.Share => new ShareTarget(name).On(table),
            _ => CountTarget.Of(table, schema, loss),
        };
    }

    /// <summary>The same, once its column is found to fit.</summary>
    internal ModelTarget On(Table table)
    {
        Labels(table);
        return this;
    }

    private protected static string Named(Schema schema) => schema.Given.Target ?? throw new FlorinException("FLR0561",
        "no column is the target", "data.target", $"columns {string.Join(", ", schema.Columns.Take(8))}",
        "name the column that is to be predicted");

    static ModelTask Guess(Column column)
    {
        int levels = column.AsCategories().Values.ToArray().Distinct().Count();
        return levels <= 2 ? ModelTask.Binary
            : column is NumberColumn && levels > ClassTarget.MostLevels ? ModelTask.Number
            : ModelTask.Classes;
    }

    private protected static double[] Amounts(Table table, string name, Func<double, bool> allowed, string expected)
    {
        if (table[name] is not NumberColumn numbers)
            throw new FlorinException("FLR0567", "the target is not a column of numbers", $"column \"{name}\"", $"{table[name].Kind}",
                "choose another target, or generic/classification");
        double[] labels = numbers.Values.ToArray();
        int wrong = Array.FindIndex(labels, label => !allowed(label));
        return wrong < 0 ? labels : throw new FlorinException("FLR0565", "a row has no value that the target may have",
            FormattableString.Invariant($"row {table.RowNumber(wrong)}, column \"{name}\""),
            double.IsNaN(labels[wrong]) ? "a missing cell" : "another number", expected);
    }
}
