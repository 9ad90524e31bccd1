namespace Florin.Graph;

/// <summary>What a plan is to compute.</summary>
/// <param name="Results">Values to hand out, in order.</param>
/// <param name="Gradients">For each parameter of the layout its gradient, or null.</param>
/// <param name="StateUpdates">New values of running statistics, written when the step is complete.</param>
/// <param name="Layout">Where parameters and statistics lie.</param>
sealed record PlanRequest(Node[] Results, Node?[] Gradients, IReadOnlyList<(string Name, Node Value)> StateUpdates, WeightLayout Layout)
{
    public IEnumerable<Node> Roots => Results.Concat(Gradients.OfType<Node>()).Concat(StateUpdates.Select(update => update.Value));
}
