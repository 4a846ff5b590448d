using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class AccountSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "created_at",
                table: "sign_in_links",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ended_at",
                table: "sign_in_links",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "kind",
                table: "sign_in_links",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            // Links that are out stay what they are.
            migrationBuilder.Sql("UPDATE sign_in_links SET kind = CASE WHEN is_invitation THEN 1 ELSE 0 END, created_at = now()");

            migrationBuilder.DropColumn(
                name: "is_invitation",
                table: "sign_in_links");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "accepted_at",
                table: "role_grants",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "granted_by_id",
                table: "role_grants",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "account_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    security_stamp = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_sessions", x => x.id);
                    table.ForeignKey(
                        name: "fk_account_sessions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "role_offers",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    role = table.Column<int>(type: "integer", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: true),
                    workflow_id = table.Column<long>(type: "bigint", nullable: true),
                    offered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    offered_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    offered_by_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_role_offers", x => x.id);
                    table.CheckConstraint("ck_role_offers_scope", "tenant_id IS NOT NULL OR (workflow_id IS NULL AND role = 3)");
                    table.ForeignKey(
                        name: "fk_role_offers_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_role_offers_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_role_offers_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_tries",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sign_in_tries", x => x.key);
                });

            migrationBuilder.CreateIndex(
                name: "ix_account_sessions_user_id",
                table: "account_sessions",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_role_offers_tenant_id_workflow_id",
                table: "role_offers",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_role_offers_user_id_role_tenant_id_workflow_id",
                table: "role_offers",
                columns: new[] { "user_id", "role", "tenant_id", "workflow_id" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_sign_in_tries_ends_at",
                table: "sign_in_tries",
                column: "ends_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_sessions");

            migrationBuilder.DropTable(
                name: "role_offers");

            migrationBuilder.DropTable(
                name: "sign_in_tries");

            migrationBuilder.DropColumn(
                name: "created_at",
                table: "sign_in_links");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "sign_in_links");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "sign_in_links");

            migrationBuilder.DropColumn(
                name: "accepted_at",
                table: "role_grants");

            migrationBuilder.DropColumn(
                name: "granted_by_id",
                table: "role_grants");

            migrationBuilder.AddColumn<bool>(
                name: "is_invitation",
                table: "sign_in_links",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }
    }
}
