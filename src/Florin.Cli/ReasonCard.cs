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

    public static void Print(IAnsiConsole console, ReasonSet reasons)
    {
        console.WriteLine();
        console.WriteLine(reasons.Says is { } says ? $"Reasons: {says}." : reasons.Declined ? "Declined. The reasons are"
            : "Approved. What speaks against it most is");
        foreach (AdverseReason reason in reasons.Reasons)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {reason.Code}  {reason.Text} ({reason.Share:P0})"));
    }

    public static void Print(IAnsiConsole console, CounterfactualAnswer answer)
    {
        console.WriteLine();
        foreach (Counterfactual each in answer.Found)
            console.WriteLine("Would be approved if " + string.Join(" and ", each.Changes.Select(change =>
                $"{change.Column} were {change.To} instead of {change.From}"))
                + string.Create(CultureInfo.InvariantCulture, $" (then {each.Score:P1})"));
        console.WriteLine(answer.Says);
    }
}
