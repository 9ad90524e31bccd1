namespace Florin;

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>A reason that an applicant can be given.</summary>
/// <param name="Code">Its code; the name of the column where nobody gave one.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Text">Its words, with {column} or {column:format} for the applicant's own value; null: the names and the values.</param>
/// <param name="Missing">Its words where a value is missing; null: that no value was given.</param>
public sealed record ReasonGroup(string Code, ImmutableArray<string> Columns, string? Text = null, string? Missing = null);

/// <summary>How declines are explained: whom an applicant is compared with, the list of reasons, how many are told. It stands in the model
/// file and holds no customer.</summary>
/// <param name="CutOff">Where a lender stops to approve, and where it declines, by the policy's PD.</param>
/// <param name="Reference">The average of training rows that are approved and nearest to the cut-off.</param>
/// <param name="Groups">The list of reasons: every column of the model is in one of them.</param>
public sealed record ReasonPolicy(CutOff CutOff, ReferenceRow Reference, ImmutableArray<ReasonGroup> Groups)
{
    /// <summary>Training rows of a reference, where there are enough.</summary>
    internal const int ReferenceRows = 100;

    const int Part = 10;

    /// <summary>The most reasons of a decline, 1 to 20. Default 4.</summary>
    public int Most { get; init; } = 4;

    /// <summary>By column what the rows of the reference are like on average: the mean of amounts, the share of the most frequent level.
    /// Null: not known.</summary>
    public ImmutableSortedDictionary<string, string>? Averages { get; init; }

    /// <summary>Of the list and its words: the same list has the same hash.</summary>
    [JsonIgnore]
    public string ListSha256 => Hash(JsonSerializer.Serialize(Groups, CreditJson.Default.ImmutableArrayReasonGroup));

    /// <summary>Of whom applicants are compared with.</summary>
    [JsonIgnore]
    public string ReferenceSha256 => Hash(JsonSerializer.Serialize(Reference, CreditJson.Default.ReferenceRow));

    /// <summary>How a model's declines are explained; null: fewer than 20 training rows are approved.</summary>
    /// <param name="plan">What the plan asks for.</param>
    /// <param name="policy">The rest of the policy: the rule of decision, and what moves scores to PDs.</param>
    /// <param name="model">A model of two outcomes.</param>
    /// <param name="training">Its training rows, with the target.</param>
    /// <param name="scores">The model's scores of these rows.</param>
    internal static ReasonPolicy? Of(CreditPlan? plan, CreditPolicy policy, Model model, Table training, double[] scores)
    {
        if (training.RowCount == 0) return null;
        double[] pds = [.. scores.Select(policy.Pd)];
        var cutOff = CutOff.Of(plan, policy, pds, model.Target.Labels(training).Average());
        int[] approved = [.. Enumerable.Range(0, pds.Length).Where(row => cutOff.Approves(pds[row])).OrderByDescending(row => pds[row])
            .ThenBy(row => row)];
        if (approved.Length < ReferenceRow.FewestRows) return null;
        int count = Math.Clamp(approved.Length / Part, ReferenceRow.FewestRows, ReferenceRows);
        // Far from a straight line the average of approved rows may be declined; then those with better PDs are taken.
        for (int from = 0; from + count <= approved.Length; from += (count + 1) / 2)
        {
            Table chosen = training.Rows([.. approved.Skip(from).Take(count)]);
            if (Average(model, chosen) is not ({ } reference, { } score) || !cutOff.Approves(policy.Pd(score))) continue;
            return new ReasonPolicy(cutOff, reference, List(plan?.Reasons, model.Features))
            {
                Most = plan?.Reasons?.Most ?? 4,
                Averages = ColumnAverages.Of(chosen, model.Features),
            };
        }

        return null;
    }

    internal string? Problem(FittedFeatures? features)
    {
        if (CutOff is null || Reference is null || Groups.IsDefault || !(CutOff.Pd > 0 && CutOff.Pd <= 1)
            || !(CutOff.DeclineFrom >= CutOff.Pd && CutOff.DeclineFrom <= 1) || Most < 1)
            return "reasons without cut-off, reference or list";
        if (Groups.Select(group => group.Code).Distinct().Count() != Groups.Length) return "a code is there twice";
        foreach (ReasonGroup group in Groups)
            foreach (string text in new[] { group.Text, group.Missing }.OfType<string>())
                if (ReasonWording.Problem(text, [.. group.Columns]) is { } problem) return $"the words of {group.Code}: {problem}";
        return features is null || features.Encoders.Select(encoder => encoder.Column).ToHashSet()
            .SetEquals(Groups.SelectMany(group => group.Columns)) ? null : "the list of reasons is not of the model's columns";
    }

    static (ReferenceRow Row, double Score)? Average(Model model, Table chosen)
    {
        ReferenceRow? average = ReferenceRow.Of("the average of the approved training rows next to the cut-off", chosen, model.Features,
            model.Features.Encode(chosen));
        if (average is null) return null;
        var one = new EncodedRows(1, model.Features.Width);
        average.Inputs.CopyTo(one.Numbers);
        return (average, model.Score(one)[0]);
    }

    static ImmutableArray<ReasonGroup> List(ReasonPlan? plan, FittedFeatures features)
    {
        string[] known = [.. features.Encoders.Select(encoder => encoder.Column)];
        List<ReasonGroup> groups = [];
        foreach ((string code, ReasonGroupPlan group) in plan?.Groups ?? [])
        {
            // A column that the model has no use for is no reason; words that tell of it would be wrong.
            string[] used = [.. group.Columns.Where(known.Contains)];
            bool whole = used.Length == group.Columns.Count;
            if (used.Length > 0) groups.Add(new ReasonGroup(code, [.. used], whole ? group.Text : null, whole ? group.Missing : null));
        }

        HashSet<string> told = [.. groups.SelectMany(group => group.Columns)];
        return [.. groups, .. known.Where(column => !told.Contains(column)).Select(column => new ReasonGroup(column, [column]))];
    }

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
