namespace Florin;

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

/// <summary>A cell before and after a change.</summary>
/// <param name="Column">The column.</param>
/// <param name="From">The row's own cell as text.</param>
/// <param name="To">What it would have to be.</param>
public sealed record CellChange(string Column, string From, string To);

/// <summary>Changes of a row with which its score reaches the limit.</summary>
/// <param name="Changes">By column, in the model's order.</param>
/// <param name="Score">The score of the changed row.</param>
/// <param name="Cost">How much is changed: of numbers |Δ| / spread, of categories 1, times the column's weight; and the cost of each
/// changed column.</param>
public sealed record Counterfactual(ImmutableArray<CellChange> Changes, double Score, double Cost);

/// <summary>What would bring a row's score to a limit.</summary>
/// <param name="Score">The score of the row as it is.</param>
/// <param name="Limit">The score that is to be reached, or passed to the lower side.</param>
/// <param name="Found">The cheapest first; no two change the same columns, and none can do without one of its changes. Empty: none was
/// found, or the row needs none.</param>
/// <param name="Proved">Whether nothing cheaper exists on the grid; of an empty answer that all changes were tried.</param>
/// <param name="Evaluated">Rows that were scored.</param>
/// <param name="Searched">What was searched, in words.</param>
public sealed record CounterfactualAnswer(double Score, double Limit, ImmutableArray<Counterfactual> Found, bool Proved, int Evaluated,
    string Searched)
{
    /// <summary>The answer in one sentence.</summary>
    public string Says => Score <= Limit ? "The limit is reached as it is." : (Found.Length, Proved) switch
    {
        (0, true) => $"No change within these limits reaches it: {Searched}.",
        (0, false) => $"None was found; whether there is one is open: searched were {Searched}.",
        (_, false) => $"Found, not proved the cheapest: searched were {Searched}.",
        _ => $"Proved: nothing cheaper exists among {Searched}.",
    };

    /// <summary>The answer as the command line and the service give it: limit, proved, says, evaluated and found, each with score, cost and
    /// changes.</summary>
    public JsonObject ToJson() => new()
    {
        ["limit"] = Limit,
        ["proved"] = Proved,
        ["says"] = Says,
        ["evaluated"] = Evaluated,
        ["found"] = new JsonArray([.. Found.Select(each => new JsonObject
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
}
