namespace Florin;

/// <summary>A part of a plan's text and where it begins; line and column count from 1.</summary>
abstract record PlanNode(int Line, int Column)
{
    /// <summary>What it is, for a message; a text is cut after some characters.</summary>
    public abstract string Found { get; }
}

/// <summary>A value without its quotes; one that stood without quotes is plain and may be a number, a truth value or nothing.</summary>
sealed record PlanScalar(int Line, int Column, string Text, bool Plain) : PlanNode(Line, Column)
{
    const int Shown = 40;

    /// <summary>Whether this is the way to write that there is no value.</summary>
    public bool IsNull => Plain && Text is "" or "~" or "null" or "Null" or "NULL";

    public override string Found =>
        Text.Length == 0 ? "nothing" : $"\"{(Text.Length <= Shown ? Text : Text[..Shown] + "…")}\"";
}

/// <summary>A list.</summary>
sealed record PlanList(int Line, int Column, IReadOnlyList<PlanNode> Items) : PlanNode(Line, Column)
{
    public override string Found => "a list";
}

/// <summary>Keys and values, each key once.</summary>
sealed record PlanKeys(int Line, int Column, IReadOnlyList<(PlanScalar Key, PlanNode Value)> Pairs) : PlanNode(Line, Column)
{
    public override string Found => "keys and values";
}
