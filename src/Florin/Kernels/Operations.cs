using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Florin.Kernels;

/// <summary>One number in, one out, on the lanes of a vector; a struct that implements it specialises <see cref="Loops"/>.</summary>
internal interface IUnary
{
    static abstract Vec Apply(Vec x);
}

/// <summary>Two numbers in, one out.</summary>
internal interface IBinary
{
    static abstract Vec Apply(Vec a, Vec b);
}

/// <summary>Three numbers in, one out.</summary>
internal interface ITernary
{
    static abstract Vec Apply(Vec a, Vec b, Vec c);
}

internal readonly struct Add : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec a, Vec b) => a + b;
}

internal readonly struct Subtract : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec a, Vec b) => a - b;
}

internal readonly struct Multiply : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec a, Vec b) => a * b;
}

internal readonly struct Divide : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec a, Vec b) => a / b;
}

/// <summary>The greater of two; NaN if either is.</summary>
internal readonly struct Maximum : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec a, Vec b) => Vector512.Max(a, b);
}

/// <summary>The lesser of two; NaN if either is.</summary>
internal readonly struct Minimum : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec a, Vec b) => Vector512.Min(a, b);
}

/// <summary>a b + c, rounded once.</summary>
internal readonly struct MultiplyAdd : ITernary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec a, Vec b, Vec c) => Vector512.FusedMultiplyAdd(a, b, c);
}
