namespace Florin;

using System.Collections.Immutable;

/// <summary>A part of a validation file: what the run knows, and what its owner says.</summary>
/// <param name="Id">The name by which standards refer to it.</param>
/// <param name="Title">Its heading.</param>
sealed record DocumentPart(string Id, string Title)
{
    /// <summary>What the run knows; empty: nothing.</summary>
    public ImmutableArray<PageBlock> Known { get; init; } = [];

    /// <summary>The keys of the facts that belong here.</summary>
    public ImmutableArray<string> Asked { get; init; } = [];

    /// <summary>What the state of the part is, whatever is known of it; null: what follows from the rest.</summary>
    public string? Always { get; init; }

    /// <summary>What to do to have what is missing, where the run knows nothing; null: answer the questions.</summary>
    public string? Otherwise { get; init; }

    /// <summary>Whether standards that ask for it find something: all of it, some of it or nothing.</summary>
    public string State(DocumentFacts facts)
    {
        if (Always is not null) return Always;
        int answered = Asked.Count(key => facts[key] is not null);
        return (Known.Length > 0, answered == Asked.Length) switch
        {
            (false, _) when answered == 0 => "not provided",
            (true, true) or (false, true) => "provided",
            _ => "partly",
        };
    }

    /// <summary>Everything of it; what is missing is said, with the question.</summary>
    public IEnumerable<PageBlock> Blocks(DocumentFacts facts)
    {
        yield return new SectionBlock(Title);
        if (Asked.Length > 0) yield return Answers(facts);
        // A part has no parts of its own: headings inside it become lines.
        foreach (PageBlock block in Known)
            yield return block is SectionBlock inner ? new TextBlock(inner.Caption ?? "") { Title = inner.Title } : block;
        if (Known.Length == 0 && Otherwise is { } otherwise) yield return new TextBlock($"Not provided. {otherwise}");
    }

    TableBlock Answers(DocumentFacts facts)
    {
        TableBlock block = new TableBlock("").Column("question").Column("answer of the model's owner");
        foreach (string key in Asked) block = block.Row(DocumentFacts.Questions[key], facts[key] ?? "not provided");
        return block;
    }
}
