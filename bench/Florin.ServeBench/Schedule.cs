namespace Florin.ServeBench;

using System.Diagnostics;
using System.Runtime.InteropServices;

/// <summary>When one of several connections asks: every so often from a common start.</summary>
sealed partial class Schedule(long start, double rate, int number, int connections, double warmup, double seconds)
{
    const int Realtime = 0, Nanoseconds = 1_000_000_000;

    readonly long count = (long)((warmup + seconds) * rate / connections);

    public bool Has(long request) => request < count;

    public bool Counts(long request) => Due(request) >= start + (long)(warmup * Stopwatch.Frequency);

    public long Due(long request) => start + (long)((request * connections + number) * (Stopwatch.Frequency / rate));

    /// <summary>The runtime's own sleep is a millisecond coarse, which would be most of what is measured.</summary>
    public static void WaitUntil(long due)
    {
        for (long left = due - Stopwatch.GetTimestamp(); left > 0; left = due - Stopwatch.GetTimestamp())
        {
            if (!OperatingSystem.IsLinux())
            {
                Thread.Sleep(left * 1000 / Stopwatch.Frequency > 1 ? 1 : 0);
                continue;
            }

            long nanoseconds = (long)(left * ((double)Nanoseconds / Stopwatch.Frequency));
            var time = new Time { Seconds = nanoseconds / Nanoseconds, Rest = nanoseconds % Nanoseconds };
            _ = Sleep(Realtime, 0, in time, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int Sleep(int clock, int flags, in Time time, nint left);

    [StructLayout(LayoutKind.Sequential)]
    struct Time
    {
        public long Seconds;
        public long Rest;
    }
}
