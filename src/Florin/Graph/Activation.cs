namespace Florin;

/// <summary>The function a layer applies to its outputs, number by number (softmax: over the last axis).</summary>
public enum Activation
{
    /// <summary>The number itself.</summary>
    None,

    /// <summary>1 / (1 + exp(-x)): (0, 1).</summary>
    Sigmoid,

    /// <summary>Hyperbolic tangent: (-1, 1).</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x where positive, 0.01 x elsewhere.</summary>
    LeakyRelu,

    /// <summary>x where positive, exp(x) - 1 elsewhere (Clevert et al. 2016).</summary>
    Elu,

    /// <summary>ELU scaled so that activations keep mean 0 and variance 1 (Klambauer et al. 2017).</summary>
    Selu,

    /// <summary>x Φ(x), exact, by erf (Hendrycks and Gimpel 2016).</summary>
    Gelu,

    /// <summary>x sigmoid(x), also called swish.</summary>
    Silu,

    /// <summary>x tanh(softplus(x)) (Misra 2019).</summary>
    Mish,

    /// <summary>log(1 + exp(x)): positive, smooth.</summary>
    Softplus,

    /// <summary>exp(x) over its sum along the last axis: probabilities of classes.</summary>
    Softmax,
}
