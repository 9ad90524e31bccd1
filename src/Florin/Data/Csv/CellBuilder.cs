namespace Florin;

/// <summary>Collects the cells of one column while a file is read.</summary>
abstract class CellBuilder
{
    public abstract void Add(ReadOnlySpan<byte> cell);

    public abstract void AddMissing();

    /// <summary>Blanks and tabs at the ends of a cell say nothing.</summary>
    protected static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell) => cell.Trim(" \t"u8);
}
