namespace Florin;

using System.Collections.Immutable;
using Florin.Kernels;

/// <summary>
/// From a row of a table to a prediction of boosted trees. Numbers and dates are read as they are, so codes stay values; a category of few
/// levels gives an input for each, one of many its mean target; texts are left out. Immutable, safe to use from many threads.
/// </summary>
public sealed class BoostedModel
{
    readonly ImmutableArray<BoostedColumn> columns;

    BoostedModel(ImmutableArray<BoostedColumn> columns, BoostedTrees trees) => (this.columns, Trees) = (columns, trees);

    /// <summary>The trees, on the numbers of a row.</summary>
    public BoostedTrees Trees { get; }

    /// <summary>The columns that are read.</summary>
    public IEnumerable<string> Columns => columns.Select(column => column.Name);

    /// <summary>P(1), the mean (the expected count for the row's exposure), or P(class) of each class row after row.</summary>
    /// <exception cref="FlorinException">FLR0507: a column is not there; FLR0508: it holds something else.</exception>
    public double[] Predict(Table table, Schema schema, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(schema);
        return Trees.Predict(Rows(columns, table, schema, Trees.Options) with { Weight = null }, threads);
    }

    /// <summary>Reads columns, boosts on the training rows, and stops by the validation rows.</summary>
    internal static BoostedModel Fit(BoostingOptions options, Func<Table, double[]> target, TrainRows train, TrainRows? validation,
        IProgress<BoostingRound>? progress, CancellationToken cancellation)
    {
        options.Check();
        ImmutableArray<BoostedColumn> columns =
        [
            .. train.Schema.Features.Select(name => (Column: train.Table[name], Kind: Kind(train.Table[name], options)))
                .Where(each => each.Kind != ColumnKind.Text).Select(each => BoostedColumn.Of(each.Column, each.Kind, options)),
        ];
        if (columns.Length == 0)
            throw new FlorinException("FLR0583", "there is nothing to learn", "columns", "only texts", "give numbers, dates or categories");
        BoostingRows rows = Rows(columns, train.Table, train.Schema, options) with { Target = target(train.Table) };
        rows.Check(options, "training rows");
        int at = 0;
        foreach (BoostedColumn column in columns)
        {
            if (column.Means is not null) columns = columns.Replace(column, column.WithMeans(train.Table, rows, options, at));
            at += column.Width(options);
        }

        BoostingRows? held = validation is null ? null
            : Rows(columns, validation.Table, validation.Schema, options) with { Target = target(validation.Table) };
        return new BoostedModel(columns, options.Fit(rows, held, progress, cancellation));
    }

    static ColumnKind Kind(Column column, BoostingOptions options) =>
        options.Categorical.Contains(column.Name) ? ColumnKind.Category : column.Kind;

    static BoostingRows Rows(ImmutableArray<BoostedColumn> columns, Table table, Schema schema, BoostingOptions options)
    {
        int width = columns.Sum(column => column.Width(options)), first = 0;
        float[] values = new float[table.RowCount * width];
        foreach (BoostedColumn column in columns)
        {
            column.Encode(table, values, first, width);
            first += column.Width(options);
        }

        return new BoostingRows
        {
            Values = values,
            Columns = width,
            Names = [.. columns.SelectMany(column => column.Outputs(options))],
            Weight = schema.Given.Weight is { } weight ? table.Number(weight).Values.ToArray() : null,
            Offset = Offset(table, schema, options),
        };
    }

    /// <summary>The offset that is given and, where trees add logarithms, that of the exposure.</summary>
    static double[]? Offset(Table table, Schema schema, BoostingOptions options)
    {
        double[]? given = schema.Given.Offset is { } offset ? table.Number(offset).Values.ToArray() : null;
        if (!options.HasLogLink || schema.Given.Exposure is not { } exposure) return given;
        double[] amounts = table.Number(exposure).Values.ToArray();
        return [.. amounts.Select((amount, row) => Elementary.Log(amount) + (given?[row] ?? 0))];
    }
}
