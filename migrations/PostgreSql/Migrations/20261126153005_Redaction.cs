using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Redaction : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "privacy_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: true),
                    interaction_id = table.Column<long>(type: "bigint", nullable: true),
                    subject_hash = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    actor_id = table.Column<long>(type: "bigint", nullable: true),
                    actor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    detail = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_privacy_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_privacy_events_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_privacy_events_users_actor_id",
                        column: x => x.actor_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "protected_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    wrapped = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_protected_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "redaction_settings",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: true),
                    definition = table.Column<string>(type: "text", nullable: false),
                    row_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_redaction_settings", x => x.id);
                    table.ForeignKey(
                        name: "fk_redaction_settings_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_redaction_settings_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "session_placeholders",
                columns: table => new
                {
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    session_hash = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    word = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    value_hash = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session_placeholders", x => new { x.tenant_id, x.session_hash, x.word, x.number });
                    table.CheckConstraint("ck_session_placeholders_number", "number > 0");
                    table.ForeignKey(
                        name: "fk_session_placeholders_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "subject_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    subject_hash = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    wrapped = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subject_keys", x => x.id);
                    table.ForeignKey(
                        name: "fk_subject_keys_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "raw_texts",
                columns: table => new
                {
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    subject_key_id = table.Column<long>(type: "bigint", nullable: false),
                    ciphertext = table.Column<byte[]>(type: "bytea", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_raw_texts", x => x.interaction_id);
                    table.ForeignKey(
                        name: "fk_raw_texts_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_raw_texts_subject_keys_subject_key_id",
                        column: x => x.subject_key_id,
                        principalTable: "subject_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_privacy_events_actor_id",
                table: "privacy_events",
                column: "actor_id");

            migrationBuilder.CreateIndex(
                name: "ix_privacy_events_tenant_id_at",
                table: "privacy_events",
                columns: new[] { "tenant_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_protected_keys_name",
                table: "protected_keys",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_raw_texts_expires_at",
                table: "raw_texts",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_raw_texts_subject_key_id",
                table: "raw_texts",
                column: "subject_key_id");

            migrationBuilder.CreateIndex(
                name: "ix_redaction_settings_tenant",
                table: "redaction_settings",
                column: "tenant_id",
                unique: true,
                filter: "workflow_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_redaction_settings_tenant_id_workflow_id",
                table: "redaction_settings",
                columns: new[] { "tenant_id", "workflow_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_subject_keys_tenant_id_subject_hash",
                table: "subject_keys",
                columns: new[] { "tenant_id", "subject_hash" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "privacy_events");

            migrationBuilder.DropTable(
                name: "protected_keys");

            migrationBuilder.DropTable(
                name: "raw_texts");

            migrationBuilder.DropTable(
                name: "redaction_settings");

            migrationBuilder.DropTable(
                name: "session_placeholders");

            migrationBuilder.DropTable(
                name: "subject_keys");
        }
    }
}
