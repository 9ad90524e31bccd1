namespace Florin;

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Florin.Graph;

/// <summary>A rule's arithmetic on one vector of parameters; slots it does not use cost nothing.</summary>
interface IUpdateRule
{
    static abstract int Slots { get; }

    void Apply(ref Vec w, Vec g, ref Vec a, ref Vec b, ref Vec c);
}

/// <summary>One pass over a run: treat the gradient, apply the rule, store.</summary>
static unsafe class UpdateLoop
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(in UpdateRun run, T rule)
        where T : struct, IUpdateRule
    {
        GradientTreatment treatment = run.Treatment;
        Vec scale = Vector512.Create(treatment.Scale), bound = Vector512.Create(treatment.Bound);
        Vec l1 = Vector512.Create(treatment.L1), l2 = Vector512.Create(treatment.L2), keep = Vec.One - Vector512.Create(treatment.Shrink);
        bool penalised = treatment.L1 != 0 || treatment.L2 != 0;
        Real* w = run.Parameters, g = run.Gradients, a = run.Slot(0), b = run.Slot(1), c = run.Slot(2);
        for (long i = 0; i < run.Length; i += Vec.Count)
        {
            Vec weight = Vector512.Load(w + i), gradient = Vector512.Load(g + i) * scale;
            gradient = Vector512.Min(Vector512.Max(gradient, -bound), bound);
            if (penalised) gradient = gradient + l2 * weight + l1 * SignOf.Apply(weight);
            weight *= keep;
            Vec first = T.Slots > 0 ? Vector512.Load(a + i) : default;
            Vec second = T.Slots > 1 ? Vector512.Load(b + i) : default;
            Vec third = T.Slots > 2 ? Vector512.Load(c + i) : default;
            rule.Apply(ref weight, gradient, ref first, ref second, ref third);
            weight.Store(w + i);
            if (T.Slots > 0) first.Store(a + i);
            if (T.Slots > 1) second.Store(b + i);
            if (T.Slots > 2) third.Store(c + i);
        }
    }
}
