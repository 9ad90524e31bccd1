namespace Florin;

using System.Collections.Immutable;

/// <summary>A reason of a decline.</summary>
/// <param name="Code">From the list.</param>
/// <param name="Text">In words, with the applicant's own value.</param>
/// <param name="Share">Of all that speaks against the applicant, 0 to 1.</param>
/// <param name="LogOdds">How much it raises the log odds of default above those of the reference; above 0.</param>
public sealed record AdverseReason(string Code, string Text, double Share, double LogOdds);

/// <summary>What a reason contributes, for or against.</summary>
/// <param name="Code">From the list.</param>
/// <param name="LogOdds">What it adds to the log odds of default, against the reference; below 0 it helps.</param>
public sealed record ReasonShare(string Code, double LogOdds);

/// <summary>Why an applicant is declined.</summary>
/// <param name="Pd">The applicant's PD by the policy: the score, moved where the policy has a central tendency or a sampling rate.</param>
/// <param name="Declined">Whether it is declined.</param>
/// <param name="Reasons">What speaks against the applicant, the most first; empty for one who is approved, unless asked for.</param>
/// <param name="Shares">Of every reason of the list, in its order; they add up to the distance of the log odds from the
/// reference's.</param>
public sealed record ReasonSet(double Pd, bool Declined, ImmutableArray<AdverseReason> Reasons, ImmutableArray<ReasonShare> Shares)
{
    /// <summary>Whether the applicant is neither approved nor declined: a person decides.</summary>
    public bool Referred { get; init; }

    /// <summary>What there is to say of an empty list; null: there are reasons.</summary>
    public string? Says => Reasons.Length > 0 ? null : Declined ? "nothing in the list speaks against the applicant"
        : Referred ? "referred to a person, neither approved nor declined, so there is no reason of a decline"
        : "approved, so there is no adverse reason";
}

/// <summary>
/// Gives the reasons of declines. The log odds of an applicant's PD, less those of the average of the approved next to the cut-off, are
/// divided among the reasons of the list; those that speak against the applicant are told, the largest first, ties by code, none that
/// carries under 2 % of what speaks against, at most the policy's number and never more than there are. Immutable, safe to use from many
/// threads; the same row has the same reasons.
/// </summary>
public sealed class ReasonExplainer
{
    /// <summary>Reasons with less of what speaks against the applicant are not told.</summary>
    public const double LeastShare = 0.02;

    readonly Model model;
    readonly CreditPolicy credit;
    readonly RowExplainer explainer;
    readonly ImmutableArray<string> players;

    /// <summary>An explainer of a model whose file holds reasons.</summary>
    /// <param name="model">The model; it must outlive the explainer.</param>
    /// <param name="method">Integrated gradients, or Shapley values. Default: gradients.</param>
    /// <exception cref="FlorinException">FLR1560: the model has no reasons; FLR1506: its policy is broken.</exception>
    public ReasonExplainer(Model model, AttributionMethod method = AttributionMethod.Gradients)
        : this(model, PolicyOf(model) ?? throw new FlorinException("FLR1560", "the model has no reasons", "model",
            "a model without a policy of credit, or one with fewer than 20 approved training rows", "run a credit plan on more rows"),
            method)
    {
    }

    ReasonExplainer(Model model, CreditPolicy credit, AttributionMethod method)
    {
        ReasonPolicy policy = credit.Reasons!;
        (this.model, this.credit, Policy) = (model, credit, policy);
        if (policy.Problem(model.Features) is { } problem) throw CreditJson.Unfit("a credit policy of this model", problem);
        // A reason of one column is that column, whatever its code is.
        players = [.. policy.Groups.Select(group => group.Columns.Length == 1 ? group.Columns[0] : GroupName(group))];
        explainer = new RowExplainer(model, new ExplainOptions
        {
            Method = method,
            Scale = AttributionScale.LogOdds,
            Groups = policy.Groups.Where(group => group.Columns.Length > 1)
                .ToImmutableSortedDictionary(GroupName, group => group.Columns, StringComparer.Ordinal),
        }, policy.Reference);
    }

    /// <summary>Whom applicants are compared with, and the list.</summary>
    public ReasonPolicy Policy { get; }

    /// <summary>The log odds of the policy's PD of the reference.</summary>
    public double ReferenceLogOdds => explainer.ReferenceScores[0] + (credit.Shift?.Shift ?? 0);

    /// <summary>Whether an applicant with this score is declined.</summary>
    /// <exception cref="FlorinException">FLR0605: no probability.</exception>
    public bool Declines(double score) => Policy.CutOff.Declines(credit.Pd(score));

    /// <summary>An explainer of a model; null where the model has no reasons.</summary>
    public static ReasonExplainer? Of(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return PolicyOf(model) is { } credit ? new ReasonExplainer(model, credit, AttributionMethod.Gradients) : null;
    }

    /// <summary>The reasons of one row.</summary>
    /// <param name="table">Rows with the model's columns.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="evenApproved">Whether to say of an approved applicant, too, what speaks against. Default: no.</param>
    /// <param name="cancellation">Checked between evaluations.</param>
    /// <exception cref="FlorinException">FLR0514: no such row; FLR0507, FLR0551, FLR0552: columns and cells that the model cannot read;
    /// FLR0592: the shares do not add up to <see cref="RowExplainer.LogOddsTolerance"/>, so no reason is given.</exception>
    public ReasonSet Explain(Table table, int row, bool evenApproved = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        Table one = table.Rows([row]);
        ReasonSet found = Explain(model.Features.Encode(one), evenApproved, cancellation);
        return found with { Reasons = [.. found.Reasons.Select(reason => reason with { Text = Words(reason.Code, one) })] };
    }

    /// <summary>The same of a row that is encoded already; the words stay empty.</summary>
    internal ReasonSet Explain(EncodedRows row, bool evenApproved, CancellationToken cancellation)
    {
        double pd = credit.Pd(model.Score(row)[0]);
        IReadOnlyDictionary<string, double> found = explainer.SharesOf(row.Numbers, cancellation);
        ImmutableArray<ReasonShare> shares =
            [.. Policy.Groups.Zip(players, (group, player) => new ReasonShare(group.Code, found[player]))];
        bool declined = Policy.CutOff.Declines(pd);
        return new ReasonSet(pd, declined, declined || evenApproved ? Adverse(shares, Policy.Most) : [], shares)
        {
            Referred = !declined && !Policy.CutOff.Approves(pd),
        };
    }

    /// <summary>Those that speak against, as the policy tells them.</summary>
    internal static ImmutableArray<AdverseReason> Adverse(IEnumerable<ReasonShare> shares, int most)
    {
        ReasonShare[] against = [.. shares.Where(share => share.LogOdds > 0)];
        double all = against.Sum(share => share.LogOdds);
        return
        [
            .. against.Where(share => share.LogOdds >= LeastShare * all).OrderByDescending(share => share.LogOdds)
                .ThenBy(share => share.Code, StringComparer.Ordinal).Take(most)
                .Select(share => new AdverseReason(share.Code, "", share.LogOdds / all, share.LogOdds)),
        ];
    }

    internal string Words(string code, Table row) =>
        ReasonWording.Of(Policy.Groups.First(group => group.Code == code), row, 0, model.Features);

    /// <summary>A name that no column has.</summary>
    static string GroupName(ReasonGroup group) => "reason " + group.Code;

    static CreditPolicy? PolicyOf(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Target is BinaryTarget && CreditPolicy.Of(model) is { Reasons: not null } credit ? credit : null;
    }
}
