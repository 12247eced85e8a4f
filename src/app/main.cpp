// gavel: one binary, several commands. Exit codes: 0 done, 1 failed, 2 wrong use or configuration; migrate has its own
// (docs/operate/migrate.md).
#include "app/commands/commands.hpp"
#include "platform/image/child.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <string>

namespace {

// What the commands below take besides options.
struct arguments {
    std::string email, role, reason, lot, folder, file, wal;
    gavel::app::restore_request backup;
    bool only_say = false;
};

void add_account_commands(CLI::App& app, const std::string& config_file, std::function<int()>& run, std::shared_ptr<arguments> given) {
    auto* account = app.add_subcommand("account", "Give an account a role, suspend it, restore it");
    account->require_subcommand(1);
    const auto add = [&](const char* name, const char* help, auto action) {
        auto* sub = account->add_subcommand(name, help);
        sub->add_option("EMAIL", given->email)->required();
        sub->callback([&run, action] { run = action; });
        return sub;
    };
    add("role", "Make somebody member, moderator or operator",
        [&config_file, given] { return gavel::app::set_account_role(config_file, given->email, given->role); })
        ->add_option("ROLE", given->role)
        ->required();
    add("suspend", "Refuse somebody's bids and listings and cancel their bids that stand",
        [&config_file, given] { return gavel::app::suspend_account(config_file, given->email, given->reason); })
        ->add_option("--reason", given->reason, "Shown to that person")
        ->required();
    add("restore", "End a suspension", [&config_file, given] { return gavel::app::restore_account(config_file, given->email); });
}

void add_audit_command(CLI::App& app, const std::string& config_file, std::function<int()>& run, std::shared_ptr<arguments> given) {
    auto* audit = app.add_subcommand("audit", "Prove what happened");
    audit->require_subcommand(1);
    auto* lot = audit->add_subcommand("lot", "Check the audit chain of a lot; 1 and the first wrong record if it is not what was accepted");
    lot->add_option("ID", given->lot)->required();
    lot->callback([&run, &config_file, given] { run = [&config_file, given] { return gavel::app::audit_lot(config_file, given->lot); }; });
}

void add_ledger_command(CLI::App& app, const std::string& config_file, std::function<int()>& run) {
    auto* ledger = app.add_subcommand("ledger", "The books");
    ledger->require_subcommand(1);
    ledger->add_subcommand("check", "Compare balances, entries and holds; 1 and what is wrong if they do not agree")
        ->callback([&run, &config_file] { run = [&config_file] { return gavel::app::check_ledger(config_file); }; });
}

void add_mail_commands(CLI::App& app, const std::string& config_file, std::function<int()>& run, std::shared_ptr<arguments> given) {
    auto* mail = app.add_subcommand("mail", "The letters that wait to leave");
    mail->require_subcommand(1);
    const auto add = [&](const char* name, const char* help, int (*action)(const std::string&)) {
        mail->add_subcommand(name, help)->callback([&run, &config_file, action] {
            run = [&config_file, action] { return action(config_file); };
        });
    };
    const auto add_for = [&](const char* name, const char* help, int (*action)(const std::string&, const std::string&)) {
        auto* sub = mail->add_subcommand(name, help);
        sub->add_option("EMAIL", given->email)->required();
        sub->callback(
            [&run, &config_file, given, action] { run = [&config_file, given, action] { return action(config_file, given->email); }; });
    };
    add_for("suppress", "Write to this address only what it asks for itself", gavel::app::suppress_address);
    add_for("allow", "Write to this address again", gavel::app::allow_address);
    auto* preview = mail->add_subcommand("preview", "Write every letter in every language, with made-up values, into a folder to look at");
    preview->add_option("FOLDER", given->folder, "Made if it is not there")->required();
    preview->callback(
        [&run, &config_file, given] { run = [&config_file, given] { return gavel::app::preview_letters(config_file, given->folder); }; });
    auto* bounces = mail->add_subcommand("bounces", "Suppress the addresses of a file of lines `address[,reason]`");
    bounces->add_option("FILE", given->file)->required();
    bounces->callback(
        [&run, &config_file, given] { run = [&config_file, given] { return gavel::app::take_bounces(config_file, given->file); }; });
    add("status", "How many wait, what the mail server has stopped, which letters failed", gavel::app::print_mail_status);
    add("retry", "Give every letter that was given up a new series of attempts", gavel::app::retry_letters);
    add("pause", "Let no letter leave", gavel::app::pause_letters);
    add("resume", "Let letters leave again, also after the mail server's answers stopped them", gavel::app::resume_letters);
}

void add_recovery_options(CLI::App& to, gavel::app::restore_request& asked) {
    to.add_option("--key", asked.key_file, "The file gavel-recovery.key of `gavel backup keygen`")->required();
    to.add_option("--from", asked.from, "folder, s3 or google; otherwise backup.targets");
    to.add_option("BACKUP", asked.id, "As `gavel backup list` names it; otherwise the newest");
}

void add_wal_commands(CLI::App& backup, const std::string& config_file, std::function<int()>& run, std::shared_ptr<arguments> given) {
    auto* ship = backup.add_subcommand("wal", "For archive_command: keep a finished file of the write-ahead log in every place");
    ship->add_option("FILE", given->file, "%p of PostgreSQL")->required();
    ship->add_option("--data", given->folder, "The data directory of PostgreSQL; otherwise the working directory");
    ship->callback([&run, &config_file, given] {
        run = [&config_file, given] { return gavel::app::ship_wal(config_file, given->file, given->folder); };
    });
    auto* fetch =
        backup.add_subcommand("wal-fetch", "For restore_command: bring a file of the log back; 1 if there is none, 255 if nobody knows");
    fetch->add_option("NAME", given->wal, "%f of PostgreSQL")->required();
    fetch->add_option("FILE", given->file, "%p of PostgreSQL")->required();
    fetch->add_option("--key", given->backup.key_file, "The file gavel-recovery.key of `gavel backup keygen`")->required();
    fetch->add_option("--from", given->backup.from, "folder, s3 or google; otherwise backup.targets");
    fetch->add_option("--data", given->folder, "The data directory of PostgreSQL; otherwise the working directory");
    fetch->callback([&run, &config_file, given] {
        run = [&config_file, given] { return gavel::app::fetch_wal(config_file, given->backup, given->wal, given->file, given->folder); };
    });
    auto* base =
        backup.add_subcommand("base", "Copy the whole cluster to every place; with the log since then it can be taken to any moment");
    // A subcommand's callback runs before its parent's, which must not undo it.
    base->callback([&run, &config_file, base] {
        if (base->get_subcommands().empty()) run = [&config_file] { return gavel::app::save_base(config_file); };
    });
    base->add_subcommand("list", "The base backups of every place")->callback([&run, &config_file] {
        run = [&config_file] { return gavel::app::list_bases(config_file); };
    });
}

void add_backup_commands(CLI::App& app, const std::string& config_file, std::function<int()>& run, std::shared_ptr<arguments> given) {
    auto* backup = app.add_subcommand("backup", "Backups, and the places that keep them");
    backup->require_subcommand(1);
    const auto add = [&](const char* name, const char* help, std::function<int()> action) {
        auto* sub = backup->add_subcommand(name, help);
        sub->callback([&run, action] { run = action; });
        return sub;
    };
    add("run", "Save the database, photos and documents to every place of backup.targets",
        [&config_file] { return gavel::app::run_backup(config_file); });
    add("check", "Try out every place of backup.targets with a small file",
        [&config_file] { return gavel::app::check_places(config_file); });
    add("list", "The backups of every place", [&config_file] { return gavel::app::list_backups(config_file); });
    add("show", "What a backup consists of", [&config_file, given] { return gavel::app::show_backup(config_file, given->backup.id); })
        ->add_option("BACKUP", given->backup.id)
        ->required();
    add("prune", "Remove outdated backups and what killed programs left behind", [&config_file, given] {
        return gavel::app::prune_backups(config_file, given->only_say);
    })->add_flag("--dry-run", given->only_say, "Only say what would go");
    auto* verify = add("verify", "The drill: restore into a throw-away database, examine it, drop it, write the result down",
                       [&config_file, given] { return gavel::app::verify_backup(config_file, given->backup); });
    add_recovery_options(*verify, given->backup);
    add_wal_commands(*backup, config_file, run, given);
    add("keygen", "Make the recovery key, which is kept offline, and the server's signing key; print the settings",
        [given] { return gavel::app::make_backup_keys(given->folder); })
        ->add_option("FOLDER", given->folder, "Made if it is not there")
        ->required();
    auto* auth = backup->add_subcommand("auth", "Let a place that keeps backups know us");
    auth->require_subcommand(1);
    auth->add_subcommand("google",
                         "Sign in to Google Drive with a code, keep the sign-in in backup.google_refresh_token_file, try everything out")
        ->callback([&run, &config_file] { run = [&config_file] { return gavel::app::authorise_google(config_file); }; });
    auto* restore = app.add_subcommand("restore", "Bring a backup back into an empty database and the store, migrate, examine");
    add_recovery_options(*restore, given->backup);
    restore->add_flag("--without-media", given->backup.without_media, "Only prove photos and documents; keep them nowhere");
    auto* until = restore->add_option("--until", given->backup.until, "The whole cluster as it was at this moment (RFC 3339), or `latest`");
    until->needs(restore->add_option("--into", given->backup.into, "The data directory to be, empty or not there yet")->needs(until));
    restore->callback([&run, &config_file, given] {
        run = [&config_file, given] {
            return given->backup.until.empty() ? gavel::app::restore_backup(config_file, given->backup)
                                               : gavel::app::restore_cluster(config_file, given->backup);
        };
    });
}

}  // namespace

int main(int argc, char** argv) {
    if (gavel::image::is_child(argc, argv)) return gavel::image::child_main(argv);
    CLI::App app{"Gavel: a self-hosted online auction"};
    app.require_subcommand(1);
    app.set_version_flag("--version", GAVEL_VERSION);
    std::string config_file;
    app.add_option("--config", config_file, "File of `key = value` lines; see `gavel config`")->envname("GAVEL_CONFIG");

    std::function<int()> run;
    const auto command = [&](const char* name, const char* help, std::function<int()> action) {
        auto* sub = app.add_subcommand(name, help);
        // A subcommand's callback runs before its parent's, which must not undo it.
        sub->callback([&run, action, sub] {
            if (sub->get_subcommands().empty()) run = action;
        });
        return sub;
    };

    command("serve", "Serve the auction: pages, API, live prices, closing, letters", [&] { return gavel::app::serve(config_file); });
    command("maintenance", "Answer everything with 503 and a page for people, without database or Redis",
            [&] { return gavel::app::maintain(config_file); });
    command("migrate", "Bring the database to this program's schema", [&] { return gavel::app::migrate(config_file); });
    auto* config = command("config", "Print the options, where each value comes from, and whether all are good",
                           [&] { return gavel::app::print_config(config_file); });
    config->add_subcommand("document", "The options as a page of the manual")->callback([&] {
        run = [] { return gavel::app::document_config(); };
    });
    command("routes", "List every route", [] { return gavel::app::print_routes(); });
    auto* jobs = command("jobs", "List the jobs that failed for good", [&] { return gavel::app::print_dead_jobs(config_file); });
    jobs->add_subcommand("retry", "Give every dead job a new series of attempts")->callback([&] {
        run = [&] { return gavel::app::retry_dead_jobs(config_file); };
    });
    bool without_media = false, json = false;
    auto* doctor =
        command("doctor", "Check all that is stored: schema, ledger, audit chains, media, orphans, stuck work; 1 and the findings",
                [&] { return gavel::app::doctor(config_file, without_media, json); });
    doctor->add_flag("--without-media", without_media, "Do not compare the database with the store of photos and documents");
    doctor->add_flag("--json", json, "For machines");
    const auto given = std::make_shared<arguments>();
    add_account_commands(app, config_file, run, given);
    add_audit_command(app, config_file, run, given);
    add_ledger_command(app, config_file, run);
    add_mail_commands(app, config_file, run, given);
    add_backup_commands(app, config_file, run, given);

    bool remove_unknown = false;
    auto* media = app.add_subcommand("media", "The store of photos and documents");
    media->require_subcommand(1);
    media->add_subcommand("setup", "Make the bucket or folder and let this site's pages upload into it; then try everything out")
        ->callback([&] { run = [&] { return gavel::app::set_up_media(config_file); }; });
    auto* check = media->add_subcommand("check", "Compare database and store both ways");
    check->add_flag("--remove-unknown", remove_unknown, "Remove files of ours that the database has not known for media.orphan_days");
    check->callback([&] { run = [&] { return gavel::app::check_media(config_file, remove_unknown); }; });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? 0 : 2;
    }
    try {
        return run();
    } catch (const std::exception& e) {
        fmt::print(stderr, "gavel: {}\n", e.what());
        return 1;
    }
}
