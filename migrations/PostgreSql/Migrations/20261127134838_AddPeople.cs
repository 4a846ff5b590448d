using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class AddPeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_role_grants_user_id_role_tenant_id_workflow_id",
                table: "role_grants");

            migrationBuilder.AddColumn<short>(
                name: "source",
                table: "role_grants",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.CreateTable(
                name: "personal_tokens",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    token_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    secret_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    scopes = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_personal_tokens", x => x.id);
                    table.CheckConstraint("ck_personal_tokens_end", "expires_at > created_at");
                    table.ForeignKey(
                        name: "fk_personal_tokens_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_personal_tokens_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_role_grants_user_id_role_tenant_id_workflow_id_source",
                table: "role_grants",
                columns: new[] { "user_id", "role", "tenant_id", "workflow_id", "source" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.AddCheckConstraint(
                name: "ck_role_grants_source",
                table: "role_grants",
                sql: "source >= 0 AND source <= 1");

            migrationBuilder.CreateIndex(
                name: "ix_personal_tokens_tenant_id",
                table: "personal_tokens",
                column: "tenant_id");

            migrationBuilder.CreateIndex(
                name: "ix_personal_tokens_token_id",
                table: "personal_tokens",
                column: "token_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_personal_tokens_user_id",
                table: "personal_tokens",
                column: "user_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "personal_tokens");

            migrationBuilder.DropIndex(
                name: "ix_role_grants_user_id_role_tenant_id_workflow_id_source",
                table: "role_grants");

            migrationBuilder.DropCheckConstraint(
                name: "ck_role_grants_source",
                table: "role_grants");

            migrationBuilder.DropColumn(
                name: "source",
                table: "role_grants");

            migrationBuilder.CreateIndex(
                name: "ix_role_grants_user_id_role_tenant_id_workflow_id",
                table: "role_grants",
                columns: new[] { "user_id", "role", "tenant_id", "workflow_id" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);
        }
    }
}
