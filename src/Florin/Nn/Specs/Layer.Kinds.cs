namespace Florin;

using System.Text.Json.Serialization;

/// <content>The layers that files may name; <c>kind</c> is the layer's name in paths, never a class to load.</content>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Activate), "activate")]
[JsonDerivedType(typeof(Dense), "dense")]
[JsonDerivedType(typeof(Dropout), "dropout")]
[JsonDerivedType(typeof(Embedding), "embedding")]
[JsonDerivedType(typeof(Flatten), "flatten")]
[JsonDerivedType(typeof(Gru), "gru")]
[JsonDerivedType(typeof(Lstm), "lstm")]
[JsonDerivedType(typeof(MultiHeadAttention), "multiHeadAttention")]
[JsonDerivedType(typeof(SelectStep), "selectStep")]
[JsonDerivedType(typeof(SimpleRnn), "simpleRnn")]
public abstract partial record Layer
{
    /// <summary>The code that makes the layer, such as <c>new Dense(128, Activation.Relu)</c>.</summary>
    public sealed override string ToString() => SpecCode.Of(this);
}
