using Florin.Kernels;

namespace Florin.Tests.Kernels;

public class TeamTests
{
    sealed class Counting(int items) : IWork
    {
        internal int[] Done { get; } = new int[items];

        public void Do(int item, int thread) => Interlocked.Increment(ref Done[item]);
    }

    sealed class Failing : IWork
    {
        public void Do(int item, int thread)
        {
            if (item == 3) throw new FormatException("item 3");
        }
    }

    sealed class Nested(Team team) : IWork
    {
        public void Do(int item, int thread) => team.Run(2, this);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Every_item_is_done_once(int threads)
    {
        using var team = new Team(threads);
        for (int round = 0; round < 3000; round++)
        {
            var work = new Counting(round % 20);
            team.Run(work.Done.Length, work);
            Assert.All(work.Done, n => Assert.Equal(1, n));
            if (round % 1000 == 0) Thread.Sleep(2); // so that the workers park
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_exception_reaches_the_caller_and_the_team_lives_on(int threads)
    {
        using var team = new Team(threads);
        for (int round = 0; round < 50; round++) Assert.Throws<FormatException>(() => team.Run(20, new Failing()));
        var work = new Counting(10);
        team.Run(10, work);
        Assert.All(work.Done, n => Assert.Equal(1, n));
    }

    [Fact]
    public void A_run_within_a_run_is_refused()
    {
        using var team = new Team(2);
        Assert.Throws<InvalidOperationException>(() => team.Run(4, new Nested(team)));
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        using var team = new Team(2);
        var work = new Counting(8);
        for (int i = 0; i < 100; i++) team.Run(8, work);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) team.Run(8, work);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_disposed_team_says_so()
    {
        var team = new Team(3);
        Thread.Sleep(2);
        team.Dispose();
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(1, new Counting(1)));
    }
}
