namespace Florin.Kernels;

/// <summary>One large product on a team: each item is a panel of columns, or part of its rows where there are few panels.</summary>
internal static unsafe partial class Gemm
{
    /// <summary>C[m, n] (+)= A[m, k] B[k, n], with the bits of <see cref="Multiply"/>.</summary>
    internal static void ParallelMultiply(
        Team team, int m, int n, int k, Real* a, int lda, Real* b, int ldb, Real* c, int ldc, bool accumulate)
    {
        int rows = n > Narrow && n / PanelWidth >= 4 * team.Threads ? m : Math.Max(TileRows, (m / (4 * team.Threads) + TileRows - 1) / TileRows * TileRows);
        int width = n <= Narrow ? n : PanelWidth;
        int strips = (m + rows - 1) / Math.Max(1, rows), panels = (n + width - 1) / Math.Max(1, width);
        team.Run(strips * panels, new Product(m, n, k, a, lda, b, ldb, c, ldc, accumulate, rows, width, strips));
    }

    sealed class Product(
        int m, int n, int k, Real* a, int lda, Real* b, int ldb, Real* c, int ldc, bool accumulate, int rows, int width, int strips) : IWork
    {
        public void Do(int item, int thread)
        {
            int i = item % strips * rows, j = item / strips * width;
            int height = Math.Min(rows, m - i);
            int columns = Math.Min(width, n - j);
            if (n <= Narrow) MultiplyNarrow(height, columns, k, a + (nint)i * lda, lda, b + j, ldb, c + (nint)i * ldc + j, ldc, accumulate);
            else Blocks(height, columns, k, a + (nint)i * lda, lda, 1, b + j, ldb, c + (nint)i * ldc + j, ldc, accumulate);
        }
    }
}
