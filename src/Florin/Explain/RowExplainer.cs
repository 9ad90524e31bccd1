namespace Florin;

using System.Collections.Immutable;
using System.Globalization;
using Florin.Explain;

/// <summary>
/// Explains single rows of a model: the difference between a row's score and that of a reference, divided among the columns so that the
/// shares add up. Immutable and safe to use from many threads; the same row has the same explanation.
/// </summary>
public sealed class RowExplainer
{
    /// <summary>How far the shares may be from adding up, in units of the score.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>The same of log odds, which are wider: 0.03 points where 20 points double the odds.</summary>
    public const double LogOddsTolerance = 1e-3;

    readonly Model model;
    readonly ExplainOptions options;
    readonly ReferenceRow reference;
    readonly ImmutableArray<Player> players;
    readonly double[] referenceScores;

    /// <summary>An explainer of a model.</summary>
    /// <param name="model">The model; it must outlive the explainer.</param>
    /// <param name="options">Method, groups; by default integrated gradients of each column.</param>
    /// <param name="reference">Whom rows are compared with; by default the average of the training rows, which the model holds.</param>
    /// <exception cref="FlorinException">FLR0591: the model has no reference and none is given, or its inputs are not the model's; FLR0593:
    /// groups that name no column, or one twice; FLR0594: an odd number of orders; FLR0597: log odds of
    /// what is no probability.</exception>
    public RowExplainer(Model model, ExplainOptions? options = null, ReferenceRow? reference = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        this.options = options ?? new ExplainOptions();
        this.reference = reference ?? model.Reference ?? throw new FlorinException("FLR0591", "there is nobody to compare a row with",
            "the model's reference", string.Create(CultureInfo.InvariantCulture, $"fewer than {ReferenceRow.FewestRows} training rows"),
            "give a reference, or train on more rows");
        if (this.reference.Inputs.Length != model.Features.Width)
            throw new FlorinException("FLR0591", "the reference does not fit the model", "reference",
                string.Create(CultureInfo.InvariantCulture, $"{this.reference.Inputs.Length} inputs, the model has {model.Features.Width}"),
                "use a reference of the same model");
        if (this.options.Orders < 2 || this.options.Orders % 2 != 0)
            throw new FlorinException("FLR0594", "orders are sampled in pairs", "options.Orders",
                this.options.Orders.ToString(CultureInfo.InvariantCulture), "give an even number, 2 or more");
        if (this.options.Scale == AttributionScale.LogOdds && model.Target is not (BinaryTarget or ShareTarget))
            throw new FlorinException("FLR0597", "only a probability of one event has log odds", "options.Scale", model.Target.InWords,
                "explain the score");
        players = Players.Of(model.Features, this.options.Groups);
        referenceScores = Scores([.. this.reference.Inputs]);
    }

    /// <summary>Whom rows are compared with.</summary>
    public ReferenceRow Reference => reference;

    /// <summary>The scores of the reference.</summary>
    public IReadOnlyList<double> ReferenceScores => referenceScores;

    /// <summary>Explains one row of a table: of several classes the probability of the one that the options name, else of the likeliest; of
    /// counts what is expected for an exposure of 1.</summary>
    /// <param name="table">Rows with the model's columns.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="cancellation">Checked between evaluations.</param>
    /// <exception cref="FlorinException">FLR0514: no such row; FLR0507, FLR0551, FLR0552: columns and cells that the model cannot read;
    /// FLR0592: the shares do not add up to <see cref="Tolerance"/>.</exception>
    public RowExplanation Explain(Table table, int row, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        Table one = table.Rows([row]);
        InputExplanation found = Explain(model.Features.Encode(one).Numbers, cancellation);
        return new RowExplanation(found.Score, reference.Name, found.ReferenceScore, Named(one, found.Shares), found.Residual)
        {
            Class = model.Target is ClassTarget classes ? classes.Levels[found.Output] : null,
        };
    }

    /// <summary>The same of a row that is encoded already, by the names of columns and groups.</summary>
    internal IReadOnlyDictionary<string, double> SharesOf(float[] inputs, CancellationToken cancellation) =>
        players.Zip(Explain(inputs, cancellation).Shares).ToDictionary(each => each.First.Name, each => each.Second.Share,
            StringComparer.Ordinal);

    InputExplanation Explain(float[] inputs, CancellationToken cancellation)
    {
        float[] from = [.. reference.Inputs];
        double[] scores = Scores(inputs);
        int output = Output(scores);
        double score = scores[output], referenceScore = referenceScores[output];
        var path = new AttributionPath(from, inputs, referenceScore, score, output) { Scale = options.Scale };
        (double Share, double? Error)[] shares = options.Method == AttributionMethod.Gradients
            ? IntegratedGradients.Shares(model, path, players, cancellation)
            : ShapleyValues.Shares(model, path, players, options, cancellation);
        double residual = score - referenceScore - shares.Sum(each => each.Share);
        double allowed = ToleranceOf(options.Scale) * Math.Max(1, Math.Abs(score - referenceScore));
        if (!(Math.Abs(residual) <= allowed))
            throw new FlorinException("FLR0592", "the shares do not add up to the difference of the scores", "Explain",
                residual.ToString("G3", CultureInfo.InvariantCulture), "use Shapley values, which add up by construction");
        return new InputExplanation(score, referenceScore, output, shares, residual);
    }

    internal static double ToleranceOf(AttributionScale scale) => scale == AttributionScale.LogOdds ? LogOddsTolerance : Tolerance;

    double[] Scores(float[] inputs)
    {
        var encoded = new EncodedRows(1, model.Features.Width);
        inputs.CopyTo(encoded.Numbers, 0);
        double[] scores = model.Score(encoded);
        return options.Scale == AttributionScale.LogOdds ? [.. scores.Select(RowScores.LogOdds)] : scores;
    }

    int Output(double[] scores)
    {
        if (options.Class is not { } named) return model.Target is ClassTarget several ? several.Likeliest(scores) : 0;
        int output = model.Target is ClassTarget classes ? classes.Levels.IndexOf(named) : -1;
        return output >= 0 ? output : throw new FlorinException("FLR0595", "the model has no such class", "options.Class", $"\"{named}\"",
            model.Target is ClassTarget known ? "give one of " + string.Join(", ", known.Levels) : "leave it out: the score is one number");
    }

    ImmutableArray<ColumnShare> Named(Table row, (double Share, double? Error)[] shares) =>
    [
        .. players.Zip(shares, (player, each) => new ColumnShare(player.Name, Cell(row, player), Typical(player), each.Share, each.Error))
            .OrderByDescending(share => Math.Abs(share.Share)).ThenBy(share => share.Column, StringComparer.Ordinal),
    ];

    static string? Cell(Table row, Player player) =>
        player.IsGroup || !row.Contains(player.Name) || row[player.Name].IsMissing(0) ? null : row[player.Name].TextAt(0);

    string? Typical(Player player) => player.IsGroup ? null : reference.Typical.GetValueOrDefault(player.Name);

    sealed record InputExplanation(double Score, double ReferenceScore, int Output, (double Share, double? Error)[] Shares,
        double Residual);
}
