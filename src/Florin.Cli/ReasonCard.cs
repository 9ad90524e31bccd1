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

    public static void Add(JsonObject json, CounterfactualAnswer answer) => json["whatIf"] = answer.ToJson();

    /// <summary>With whom the applicant is compared: not the average row of the explanation above.</summary>
    public static void Print(IAnsiConsole console, ReasonSet reasons, ReasonPolicy policy)
    {
        console.WriteLine();
        string limit = string.Create(CultureInfo.InvariantCulture, $"{policy.CutOff.Pd:P1}");
        string decided = reasons.Declined ? $"Declined, as more than {limit}" : $"Not declined, as at most {limit}";
        console.WriteLine(reasons.Says is { } says ? $"Reasons: {says}."
            : $"{decided}. Against {policy.Reference.Name}, the reasons and their shares of what speaks against the applicant are");
        foreach (AdverseReason reason in reasons.Reasons)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {reason.Code}  {reason.Text} ({reason.Share:P0})"));
    }

    public static void Print(IAnsiConsole console, CounterfactualAnswer answer)
    {
        console.WriteLine();
        foreach (Counterfactual each in answer.Found)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Would be approved, at most {answer.Limit:P1}, if ")
                + string.Join(" and ", each.Changes.Select(change =>
                $"{change.Column} were {change.To} instead of {change.From}"))
                + string.Create(CultureInfo.InvariantCulture, $" (then {each.Score:P1})"));
        console.WriteLine(answer.Says);
    }
}
