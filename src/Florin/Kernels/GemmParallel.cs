namespace Florin.Kernels;

/// <summary>One large product on a team: each item is a panel of columns, or part of its rows where there are few panels.</summary>
internal static unsafe partial class Gemm
{
    const int ItemsPerThread = 4; // fewer, and a thread that lost its core holds up too large a part

    [ThreadStatic]
    static Product? product;

    /// <summary>C[m, n] (+)= A[m, k] B[k, n], with the bits of <see cref="Multiply"/>.</summary>
    internal static void ParallelMultiply(
        Team team, int m, int n, int k, Real* a, int lda, Real* b, int ldb, Real* c, int ldc, bool accumulate)
    {
        int width = n <= Narrow ? Narrow : PanelWidth, panels = (n + width - 1) / width, items = ItemsPerThread * team.Threads;
        int rows = panels >= items ? m : (m / items + TileRows) / TileRows * TileRows, strips = (m + rows - 1) / Math.Max(1, rows);
        product ??= new Product();
        product.Set(m, n, k, a, lda, b, ldb, c, ldc, accumulate, rows, width, strips);
        team.Run(strips * panels, product);
    }

    // Kept by the calling thread: a run allocates nothing.
    sealed class Product : IWork
    {
        int m, n, k, lda, ldb, ldc, rows, width, strips;
        Real* a, b, c;
        bool accumulate;

        internal void Set(
            int m, int n, int k, Real* a, int lda, Real* b, int ldb, Real* c, int ldc, bool accumulate, int rows, int width, int strips)
        {
            (this.m, this.n, this.k, this.lda, this.ldb, this.ldc) = (m, n, k, lda, ldb, ldc);
            (this.rows, this.width, this.strips, this.accumulate) = (rows, width, strips, accumulate);
            this.a = a;
            this.b = b;
            this.c = c;
        }

        public void Do(int item, int thread)
        {
            int i = item % strips * rows, j = item / strips * width, height = Math.Min(rows, m - i), columns = Math.Min(width, n - j);
            Real* left = a + (nint)i * lda, right = b + j, result = c + (nint)i * ldc + j;
            if (n <= Narrow) MultiplyNarrow(height, columns, k, left, lda, right, ldb, result, ldc, accumulate);
            else Blocks(height, columns, k, left, lda, 1, right, ldb, result, ldc, accumulate);
        }
    }
}
