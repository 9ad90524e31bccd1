namespace Florin;

using System.Text.Json.Serialization;

/// <content>The layers that files may name; <c>kind</c> is the layer's name in paths, never a class to load.</content>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Activate), "activate")]
[JsonDerivedType(typeof(AveragePool1D), "averagePool1D")]
[JsonDerivedType(typeof(AveragePool2D), "averagePool2D")]
[JsonDerivedType(typeof(BatchEnsemble), "batchEnsemble")]
[JsonDerivedType(typeof(BatchNorm), "batchNorm")]
[JsonDerivedType(typeof(Branches), "branches")]
[JsonDerivedType(typeof(ClassToken), "classToken")]
[JsonDerivedType(typeof(Conv1D), "conv1D")]
[JsonDerivedType(typeof(Conv2D), "conv2D")]
[JsonDerivedType(typeof(Dense), "dense")]
[JsonDerivedType(typeof(Dropout), "dropout")]
[JsonDerivedType(typeof(Embedding), "embedding")]
[JsonDerivedType(typeof(FeatureTokenizer), "featureTokenizer")]
[JsonDerivedType(typeof(Flatten), "flatten")]
[JsonDerivedType(typeof(FrontScale), "frontScale")]
[JsonDerivedType(typeof(GlobalAveragePool), "globalAveragePool")]
[JsonDerivedType(typeof(GlobalMaxPool), "globalMaxPool")]
[JsonDerivedType(typeof(Gru), "gru")]
[JsonDerivedType(typeof(LayerNorm), "layerNorm")]
[JsonDerivedType(typeof(LearnedPosition), "learnedPosition")]
[JsonDerivedType(typeof(Lstm), "lstm")]
[JsonDerivedType(typeof(MaxPool1D), "maxPool1D")]
[JsonDerivedType(typeof(MaxPool2D), "maxPool2D")]
[JsonDerivedType(typeof(MemberDense), "memberDense")]
[JsonDerivedType(typeof(Members), "members")]
[JsonDerivedType(typeof(MonotoneDense), "monotoneDense")]
[JsonDerivedType(typeof(MultiHeadAttention), "multiHeadAttention")]
[JsonDerivedType(typeof(NtkDense), "ntkDense")]
[JsonDerivedType(typeof(ParametricActivation), "parametricActivation")]
[JsonDerivedType(typeof(Pbld), "pbld")]
[JsonDerivedType(typeof(Periodic), "periodic")]
[JsonDerivedType(typeof(PiecewiseLinear), "piecewiseLinear")]
[JsonDerivedType(typeof(PositionalEncoding), "positionalEncoding")]
[JsonDerivedType(typeof(PRelu), "pRelu")]
[JsonDerivedType(typeof(Residual), "residual")]
[JsonDerivedType(typeof(SelectFeatures), "selectFeatures")]
[JsonDerivedType(typeof(SelectStep), "selectStep")]
[JsonDerivedType(typeof(SimpleRnn), "simpleRnn")]
[JsonDerivedType(typeof(SumFeatures), "sumFeatures")]
[JsonDerivedType(typeof(TransformerBlock), "transformerBlock")]
public abstract partial record Layer
{
    /// <summary>The code that makes the layer, such as <c>new Dense(128, Activation.Relu)</c>.</summary>
    public sealed override string ToString() => SpecCode.Of(this);
}
