namespace Florin.ServeBench;

using System.Buffers.Text;
using System.Diagnostics;
using System.Net.Sockets;

/// <summary>One connection that asks at its times, on a thread of its own.</summary>
sealed class Asker(Uri server, byte[] request, Schedule schedule)
{
    readonly byte[] answer = new byte[1 << 20];
    readonly List<double> times = [];

    /// <summary>Milliseconds from due to answered.</summary>
    public IReadOnlyList<double> Times => times;

    /// <summary>Answers that were no 200.</summary>
    public int Failed { get; private set; }

    public long LastAnswer { get; private set; }

    public void Run()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server.Host, server.Port);
        for (long i = 0; schedule.Has(i); i++)
        {
            Schedule.WaitUntil(schedule.Due(i));
            socket.Send(request);
            bool good = Receive(socket);
            LastAnswer = Stopwatch.GetTimestamp();
            if (!schedule.Counts(i)) continue;
            if (!good) Failed++;
            times.Add(Stopwatch.GetElapsedTime(schedule.Due(i), LastAnswer).TotalMilliseconds);
        }
    }

    bool Receive(Socket socket)
    {
        for (int have = 0, whole = int.MaxValue; have < whole;)
        {
            int count = socket.Receive(answer, have, answer.Length - have, SocketFlags.None);
            if (count == 0) throw new IOException("the server closed the connection");
            have += count;
            int end = answer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
            if (end >= 0) whole = end + 4 + Length(answer.AsSpan(0, end));
        }

        return answer.AsSpan().StartsWith("HTTP/1.1 200"u8);
    }

    static int Length(ReadOnlySpan<byte> header)
    {
        int at = header.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(header[(at + 16)..], out int length, out _) ? length : 0;
    }
}
