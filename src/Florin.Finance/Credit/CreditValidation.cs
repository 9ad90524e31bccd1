namespace Florin;

using System.Collections.Immutable;

/// <summary>What a validator asks of a credit model, on the test rows. Rows count once each; weights are not used.</summary>
public sealed record CreditValidation
{
    /// <summary>Scores against defaults by grade and over all. The grade is that of the policy's PD; what is tested is the score, which is
    /// the probability in rows like these.</summary>
    public required PdBacktest Backtest { get; init; }

    /// <summary>Mean PD of the policy in the test rows: the mean score where the policy moves none.</summary>
    public required double MeanPolicyPd { get; init; }

    /// <summary>Whether the plan weighs its rows, which the validation does not read.</summary>
    public bool Weighted { get; init; }

    /// <summary>The AUC of the first validation against that of the test rows; null where the plan names none.</summary>
    public AucComparison? Initial { get; init; }

    /// <summary>Parts of the test rows, the weakest first.</summary>
    public ImmutableArray<CreditSegment> Segments { get; init; } = [];

    /// <summary>How scores answer to changes of single inputs, in up to 2,000 test rows.</summary>
    public ImmutableArray<InputChange> Sensitivities { get; init; } = [];

    /// <summary>The stress that the plan asks for.</summary>
    public ImmutableArray<InputChange> Stresses { get; init; } = [];

    /// <summary>An old score beside the model; null where the plan names none.</summary>
    public BenchmarkComparison? Benchmark { get; init; }

    /// <summary>Stability on the plan's own bins.</summary>
    public ImmutableArray<CharacteristicShift> Bins { get; init; } = [];

    /// <summary>Stability of the scorecard's characteristics, with the shift in points.</summary>
    public ImmutableArray<CharacteristicShift> Characteristics { get; init; } = [];

    internal static CreditValidation Of(CreditContext context, CancellationToken cancellation)
    {
        (double[] scores, double[] labels) = (context.Rows.Scores, context.Rows.Labels);
        double[] pds = [.. scores.Select(context.Policy.Pd)];
        var stress = new InputStress(context, cancellation);
        return new CreditValidation
        {
            Backtest = PdBacktest.Of(context.Policy.Grades!, scores, labels, pds),
            MeanPolicyPd = pds.Average(),
            Weighted = context.Rows.Weights is not null,
            Initial = context.Plan.Credit?.Validation?.InitialAuc is { } initial
                ? AucComparison.Of(new BinaryRows(scores, labels), initial) : null,
            Segments = new CreditSegments(scores, labels, context.CodesOf).Of(Columns(context)),
            Sensitivities = stress.Sensitivities(),
            Stresses = stress.Stresses(),
            Benchmark = BenchmarkComparison.Of(context, context.Model.Target.Labels),
            Bins = CharacteristicShift.OnOwnBins(context),
            Characteristics = CharacteristicShift.OfCard(context.Card, context.Learned, context.Cells),
        };
    }

    /// <summary>The inputs, and the columns by which results are to be compared.</summary>
    static IEnumerable<Column> Columns(CreditContext context) => context.Model.Features.Encoders.Select(encoder => encoder.Column)
        .Concat(context.Plan.Data.Protected.Span.ToArray()).Distinct(StringComparer.Ordinal).Where(context.Cells.Contains)
        .Select(name => Kind(context.Cells[name], context.Model.Features.Encoders.FirstOrDefault(encoder => encoder.Column == name)));

    /// <summary>Numbers that are codes are categories.</summary>
    static Column Kind(Column column, ColumnEncoder? encoder) => encoder is CategoryEncoder ? column.AsCategories() : column;
}
