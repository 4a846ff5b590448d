using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class EventLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "event_log_outbox",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    lines = table.Column<int>(type: "int", nullable: false),
                    bytes = table.Column<int>(type: "int", nullable: false),
                    content = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_log_outbox", x => x.id);
                    table.ForeignKey(
                        name: "fk_event_log_outbox_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "event_log_secret",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false),
                    log_id = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false, collation: "Latin1_General_100_BIN2"),
                    @protected = table.Column<string>(name: "protected", type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_log_secret", x => x.id);
                    table.CheckConstraint("ck_event_log_secret_one", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "event_log_segments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    hour = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    path = table.Column<string>(type: "nvarchar(800)", maxLength: 800, nullable: false, collation: "Latin1_General_100_BIN2"),
                    first_entry_id = table.Column<long>(type: "bigint", nullable: false),
                    batches = table.Column<int>(type: "int", nullable: false),
                    lines = table.Column<int>(type: "int", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    written_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    in_manifest = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_log_segments", x => x.id);
                    table.ForeignKey(
                        name: "fk_event_log_segments_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "event_log_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    subject = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    destroyed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_log_keys", x => x.id);
                    table.CheckConstraint("ck_event_log_keys_destroyed", "(salt IS NULL AND destroyed_at IS NOT NULL) OR (salt IS NOT NULL AND destroyed_at IS NULL)");
                    table.ForeignKey(
                        name: "fk_event_log_keys_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_event_log_outbox_tenant_id",
                table: "event_log_outbox",
                column: "tenant_id");

            migrationBuilder.CreateIndex(
                name: "ix_event_log_segments_tenant_id_first_entry_id",
                table: "event_log_segments",
                columns: new[] { "tenant_id", "first_entry_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_event_log_segments_tenant_id_hour",
                table: "event_log_segments",
                columns: new[] { "tenant_id", "hour" });

            migrationBuilder.CreateIndex(
                name: "ix_event_log_keys_tenant_id_subject",
                table: "event_log_keys",
                columns: new[] { "tenant_id", "subject" },
                unique: true,
                filter: "destroyed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "event_log_outbox");

            migrationBuilder.DropTable(
                name: "event_log_secret");

            migrationBuilder.DropTable(
                name: "event_log_segments");

            migrationBuilder.DropTable(
                name: "event_log_keys");
        }
    }
}
