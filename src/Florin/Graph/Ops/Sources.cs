namespace Florin.Graph;

/// <summary>Where values come from: nothing is computed here, the executor puts the numbers in place.</summary>
abstract record Source : Op
{
    public override void Run(ref Call call)
    {
    }
}

/// <summary>A block of the rows: numbers, categories, lengths, target, weight, offset.</summary>
sealed record InputSource(string Input) : Source;

/// <summary>A learned array.</summary>
sealed record ParameterSource(string Path) : Source;

/// <summary>Running statistics.</summary>
sealed record StateSource(string Path) : Source;

/// <summary>Numbers known when the graph is built; the same numbers in another shape are another constant.</summary>
sealed record ConstantSource(EquatableArray<Real> Values, Shape Shape) : Source;
