namespace Florin.Cli;

using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

/// <summary>The reasons of a decline and what would be approved, below an explanation.</summary>
static class ReasonCard
{
    public static void Add(JsonObject json, ReasonSet reasons)
    {
        json["declined"] = reasons.Declined;
        json["reasons"] = new JsonArray([.. reasons.Reasons.Select(reason => new JsonObject
        {
            ["code"] = reason.Code,
            ["text"] = reason.Text,
            ["share"] = reason.Share,
        })]);
    }

    public static void Add(JsonObject json, CounterfactualAnswer answer) => json["whatIf"] = new JsonObject
    {
        ["limit"] = answer.Limit,
        ["proved"] = answer.Proved,
        ["says"] = answer.Says,
        ["evaluated"] = answer.Evaluated,
        ["found"] = new JsonArray([.. answer.Found.Select(each => new JsonObject
        {
            ["score"] = each.Score,
            ["cost"] = each.Cost,
            ["changes"] = new JsonArray([.. each.Changes.Select(change => new JsonObject
            {
                ["column"] = change.Column,
                ["from"] = change.From,
                ["to"] = change.To,
            })]),
        })]),
    };

    /// <summary>The PDs by the policy, which a central tendency or a sampling rate moves away from the scores above.</summary>
    public static void AddPds(JsonObject json, double score, CreditPolicy policy, CounterfactualAnswer? answer)
    {
        json["policyPd"] = policy.Pd(score);
        if (policy.Reasons is { } reasons)
        {
            json["approvedToPd"] = reasons.CutOff.Pd;
            json["declinedAbovePd"] = reasons.CutOff.DeclineFrom;
        }

        if (answer is not null && json["whatIf"] is JsonObject whatIf) whatIf["limitPd"] = policy.Pd(answer.Limit);
    }

    /// <summary>With whom the applicant is compared: not the average row of the explanation above.</summary>
    public static void Print(IAnsiConsole console, ReasonSet reasons, CreditPolicy credit)
    {
        console.WriteLine();
        ReasonPolicy policy = credit.Reasons!;
        if (credit.Shift is { } shift)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The policy's PD is {reasons.Pd:P1}: the probability above ")
                + string.Create(CultureInfo.InvariantCulture, $"with {shift.Shift:+0.000;-0.000} added to its log odds."));
        string decided = string.Create(CultureInfo.InvariantCulture, $"Declined, as a PD of {reasons.Pd:P1} is above ")
            + Limits(policy.CutOff);
        console.WriteLine(reasons.Says is { } says ? $"Reasons: {says}."
            : $"{decided}. Against {policy.Reference.Name}, the reasons and their shares of what speaks against the applicant are");
        foreach (AdverseReason reason in reasons.Reasons)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {reason.Code}  {reason.Text} ({reason.Share:P0})"));
    }

    static string Limits(CutOff cut) => string.Create(CultureInfo.InvariantCulture, $"{cut.DeclineFrom:P1}") + (cut.DeclineFrom > cut.Pd
        ? string.Create(CultureInfo.InvariantCulture, $" (at most {cut.Pd:P1} is approved, between them a person decides)") : "");

    public static void Print(IAnsiConsole console, CounterfactualAnswer answer, CreditPolicy policy)
    {
        console.WriteLine();
        foreach (Counterfactual each in answer.Found)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Would be approved, a PD of at most ")
                + string.Create(CultureInfo.InvariantCulture, $"{policy.Pd(answer.Limit):P1}, if ")
                + string.Join(" and ", each.Changes.Select(change =>
                $"{change.Column} were {change.To} instead of {change.From}"))
                + string.Create(CultureInfo.InvariantCulture, $" (then {policy.Pd(each.Score):P1})"));
        console.WriteLine(answer.Says);
    }
}
