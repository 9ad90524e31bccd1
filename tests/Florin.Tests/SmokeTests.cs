namespace Florin.Tests;

public class ErrorTests
{
    [Fact]
    public void An_error_reads_code_place_finding_and_fix()
    {
        var error = new FlorinException("FLR0001", "no such thing", "here", "that", "do this");
        Assert.Equal("FLR0001: no such thing\n  at      here\n  found   that\n  fix     do this", error.Message);
    }
}
