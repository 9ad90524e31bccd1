namespace Florin.Tests.Data;

using System.Globalization;

/// <summary>The reader of dates beside the runtime's.</summary>
public class DatesTests
{
    [Fact]
    public void Days_and_seconds_are_those_of_the_runtime()
    {
        var random = new Random(10);
        for (int i = 0; i < 200_000; i++)
        {
            string day = $"{random.Next(0, 2100):0000}-{random.Next(0, 14):00}-{random.Next(0, 33):00}";
            Same(day, "yyyy-MM-dd");
            Same($"{day} {random.Next(0, 25):00}:{random.Next(0, 62):00}:{random.Next(0, 62):00}", "yyyy-MM-dd HH:mm:ss");
            char[] broken = day.ToCharArray();
            broken[random.Next(10)] = "x-:/ "[random.Next(5)];
            Same(new string(broken), "yyyy-MM-dd");
        }
    }

    static void Same(string text, string form)
    {
        bool expected = DateTime.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
            && date != DateTime.MinValue;
        Assert.True(expected == Dates.TryParse(text, out DateTime read), text);
        if (expected) Assert.Equal(date, read);
    }
}
