namespace Florin.Tests;

using Florin.Graph;

public class GraphTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(200)]
    public void Gradients_of_a_small_net_agree_with_finite_differences(int rows) =>
        FiniteDifferences.Check(input => new Dense(1).Apply(new Dense(5, Activation.Tanh).Apply(input.Numbers)), InputShape.Of(3), rows);

    [Fact]
    public void A_value_that_couples_rows_is_differentiated_across_them() =>
        FiniteDifferences.Check(input =>
        {
            Node x = new Dense(2).Apply(input.Numbers), centred = x - x.MeanOverRows();
            return centred / (centred.Square().MeanOverRows() + 1e-3).Sqrt();
        }, InputShape.Of(3), 130);

    [Fact]
    public void Axes_of_extent_one_repeat() =>
        FiniteDifferences.Check(input =>
        {
            Node x = input.Numbers.Reshape(2, 3);
            Node w = x.Parameter("w", Init.Normal(1), 2, 1), v = x.Parameter("v", Init.Normal(1), 3);
            return (x * w + v) * x.Sum(0) / (x.Square().Sum(1) + 2);
        }, InputShape.Of(6), 9);

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(100)]
    public void Dropout_leaves_its_neighbours_alone(int width) =>
        FiniteDifferences.Check(input => new Dropout(0.4).Apply(new Dense(width, Activation.Tanh).Apply(input.Numbers)), InputShape.Of(3),
            9);
}
