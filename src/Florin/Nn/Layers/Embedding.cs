namespace Florin;

using Florin.Graph;

/// <summary>A learned vector for each category: codes [batch, …] → [batch, …, Width].</summary>
/// <param name="Levels">Known categories: codes 1 to this number. Code 0, and any code
/// beyond, is the unknown and has a row of its own.</param>
/// <param name="Width">Numbers in a vector.</param>
/// <remarks>The table [Levels + 1, Width] starts from N(0, 1), as in PyTorch.</remarks>
public sealed record Embedding(int Levels, int Width) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        if (Levels < 1 || Width < 1)
            throw GraphErrors.Argument(x.Builder.Path, "an embedding needs levels and a width of at least 1",
                $"{Levels} levels, width {Width}", "give both");
        return EmbeddingRows.Of(x, x.Parameter("table", Init.Normal(1), Levels + 1, Width));
    }
}
