namespace Florin.Graph;

using Florin.Kernels;

/// <summary>The learned numbers and running statistics of a net, in two flat blocks of native memory.</summary>
sealed unsafe class Weights : IDisposable
{
    readonly AlignedBuffer parameters;
    readonly AlignedBuffer states;

    public Weights(WeightLayout layout)
    {
        Layout = layout;
        parameters = new AlignedBuffer(layout.ParameterLength);
        states = new AlignedBuffer(layout.StateLength);
    }

    public WeightLayout Layout { get; }

    public Real* Parameters => parameters.Pointer;

    public Real* States => states.Pointer;

    /// <summary>Draws every parameter from its distribution, keyed by seed and name.</summary>
    public void Initialise(ulong seed)
    {
        for (int i = 0; i < Layout.Parameters.Length; i++)
        {
            ParameterSpec spec = Layout.Parameters[i];
            Real* target = Parameters + Layout.ParameterOffsets[i];
            if (spec.Start is not null) spec.Start.CopyTo(new Span<Real>(target, spec.Shape.Size));
            else spec.Init.Fill(target, spec.Shape.Size, seed, spec.Name);
            // A draw works in whole vectors; what it left in the padding must not count in norms.
            new Span<Real>(target + spec.Shape.Size, (int)(WeightLayout.Aligned(spec.Shape.Size) - spec.Shape.Size)).Clear();
        }

        for (int i = 0; i < Layout.States.Length; i++)
            new Span<Real>(States + Layout.StateOffsets[i], Layout.States[i].Shape.Size).Fill((Real)Layout.States[i].Start);
    }

    public Span<Real> Parameter(int index) => new(Parameters + Layout.ParameterOffsets[index], Layout.Parameters[index].Shape.Size);

    public Span<Real> State(int index) => new(States + Layout.StateOffsets[index], Layout.States[index].Shape.Size);

    public void CopyFrom(Weights other)
    {
        Copy(other.Parameters, Parameters, Layout.ParameterLength);
        Copy(other.States, States, Layout.StateLength);
    }

    public void Dispose()
    {
        parameters.Dispose();
        states.Dispose();
    }

    static void Copy(Real* from, Real* to, long length) =>
        Buffer.MemoryCopy(from, to, length * sizeof(Real), length * sizeof(Real));
}
