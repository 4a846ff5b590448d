using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Notices;
using TriageConsole.Outbound;

namespace TriageConsole.Features.Notices;

internal static partial class NoticeLog
{
    [LoggerMessage(210, LogLevel.Warning, "Notice {NoticeId} was not sent at attempt {Attempt}: {Why}")]
    public static partial void NotSent(ILogger logger, long noticeId, int attempt, string why);
}
