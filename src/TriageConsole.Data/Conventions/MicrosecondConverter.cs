using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace TriageConsole.Data;

internal sealed class MicrosecondConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(time => Microseconds.Of(time), time => time);
