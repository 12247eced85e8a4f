#include "modules/backup/options.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace gavel::backup {

void options::declare(config::table& t) {
    places.declare(t);
    t.text("backup.recipients", recipients,
           "Who can read backups: the recipients that `gavel backup keygen` printed, separated by commas. Several: any of them can.");
    t.text("backup.signing_key_file", signing_key_file,
           "The file gavel-signing.key of `gavel backup keygen`, with which backups are signed.");
    t.text(
        "backup.database_url", database_url,
        "Where the database is read from: a streaming standby of the primary; empty: migrate.url, and without that pg.url. The role must "
        "be able to read everything.",
        config::secrecy::secret);
    t.integer("backup.standby_wait_s", standby_wait_s, 1, 86'400,
              "Seconds that a backup waits until the standby of backup.database_url has what the primary had when it began.");
    t.text("backup.drill_url", drill_url,
           "Where `gavel backup verify` makes its throw-away database: a role that may create databases; empty: migrate.url.",
           config::secrecy::secret);
    t.boolean("backup.media", media, "Save photos and documents too. Off: only their list, for stores that have copies of their own.");
    t.boolean("backup.prune", prune, "Remove outdated backups after each new one.");
    t.integer("backup.compression", compression, 1, 19, "Level of zstd. Above 9 a backup may take more than 150 MB of memory.");
    t.integer("backup.keep_days", keep.days, 1, 3650, "So many days keep their newest backup.");
    t.integer("backup.keep_weeks", keep.weeks, 0, 520, "So many weeks keep their newest backup.");
    t.integer("backup.keep_months", keep.months, 0, 120, "So many months keep their newest backup.");
    t.integer(
        "backup.late_after_hours", late_after_hours, 1, 10'000,
        "Hours without a new backup in one of the places after which the server warns: in its log, by gavel_backup_late, and operators by "
        "letter.");
    t.integer("backup.drill_late_after_days", drill_late_after_days, 1, 3650,
              "Days without a proven backup (`gavel backup verify`) after which the server warns in the same way.");
    wal.declare(t);
}

std::vector<recipient> options::readers() const {
    if (recipients.empty())
        throw std::invalid_argument(
            "backup.recipients says who can read the backups: run `gavel backup keygen` on a computer that you trust");
    try {
        return read_recipients(recipients);
    } catch (const bad_key& e) {
        throw std::invalid_argument(std::string("backup.recipients: ") + e.what());
    }
}

signing_key options::signs() const {
    if (signing_key_file.empty())
        throw std::invalid_argument("backup.signing_key_file must name the file gavel-signing.key that `gavel backup keygen` made");
    std::ifstream in(signing_key_file, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    if (!in.is_open()) throw std::invalid_argument(fmt::format("backup.signing_key_file cannot be read: {}", signing_key_file));
    try {
        return read_signing_key(trimmed(text));
    } catch (const bad_key& e) {
        throw std::invalid_argument(std::string("backup.signing_key_file: ") + e.what());
    }
}

}  // namespace gavel::backup
