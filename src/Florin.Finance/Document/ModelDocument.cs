namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>
/// The validation file of a model: what the run measured beside what its owner says, every test with its threshold, what is not provided,
/// where each heading of a standard is answered, and a place for signatures. It is made from study.json alone, so its numbers are the
/// run's.
/// </summary>
public static class ModelDocument
{
    /// <summary>The file as a page.</summary>
    /// <param name="study">The run.</param>
    /// <param name="facts">What the model's owner says; null: nothing.</param>
    /// <param name="standards">Whose headings are mapped; null: those that come with Florin.</param>
    public static ChartPage Of(Study study, DocumentFacts? facts = null, IReadOnlyList<DocumentStandard>? standards = null)
    {
        ArgumentNullException.ThrowIfNull(study);
        facts ??= new DocumentFacts();
        ImmutableArray<DocumentPart> parts = [.. DocumentParts.Of(study)];
        return new ChartPage($"Validation of {study.Name}")
        {
            Subtitle = $"{study.Recipe}: {StudyText.Question(study.Target)}. "
                + $"Model {study.Model.Sha256[..12]}, data {study.Data.Sha256[..12]}.",
            Blocks =
            [
                StudyVerdict.Of(study),
                Missing(parts, facts),
                .. parts.SelectMany(part => part.Blocks(facts)),
                new SectionBlock("Where standards are answered"),
                .. (standards ?? DocumentStandard.All).Select(standard => Map(standard, parts, facts)),
                new SectionBlock("Signatures"),
                Signatures(facts),
            ],
        };
    }

    static TableBlock Missing(ImmutableArray<DocumentPart> parts, DocumentFacts facts)
    {
        TableBlock block = new TableBlock("What this file holds")
        {
            Caption = "Provided: the run measured it, or the model's owner answered. What is not provided is not known; "
                + "nothing was filled in.",
        }.Column("part").Column("state");
        foreach (DocumentPart part in parts) block = block.Row(part.Title, part.State(facts));
        return block;
    }

    static TableBlock Map(DocumentStandard standard, ImmutableArray<DocumentPart> parts, DocumentFacts facts)
    {
        TableBlock block = new TableBlock(standard.Name)
        {
            Caption = $"{standard.Source}; as of {standard.AsOf}. {standard.Note}",
        }.Column("heading").Column("asks for").Column("answered under").Column("state");
        foreach (DocumentHeading heading in standard.Headings)
        {
            DocumentPart[] found = [.. parts.Where(part => heading.Parts.Contains(part.Id))];
            string[] states = [.. found.Select(part => part.State(facts)).Distinct()];
            block = block.Row(heading.Number, heading.Title, string.Join("; ", found.Select(part => part.Title)),
                states is [var one] ? one : found.Length == 0 ? "not provided" : "partly");
        }

        return block;
    }

    static TableBlock Signatures(DocumentFacts facts)
    {
        TableBlock block = new TableBlock("")
        {
            Caption = "Who signs confirms having read this file, made from the model and the data whose hashes stand above.",
        }.Column("role").Column("name").Column("date").Column("signature");
        const string Line = "____________________";
        return block.Row("developer", facts["developers"] ?? Line, Line, Line).Row("validator", facts["validators"] ?? Line, Line, Line)
            .Row("owner", facts["owner"] ?? Line, Line, Line).Row("approval", Line, Line, Line);
    }
}
