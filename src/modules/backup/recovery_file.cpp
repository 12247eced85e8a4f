#include "modules/backup/recovery_file.hpp"

#include "base/text.hpp"
#include "modules/backup/key_text.hpp"

#include <algorithm>

namespace gavel::backup {
std::string write_recovery_file(const recovery_file& f) {
    std::string text =
        "# The recovery key of the backups of an auction run by Gavel.\n"
        "# With this sheet and the place where the backups are, everything can be brought back: gavel restore --key THIS_FILE\n"
        "# Without it nothing can, and whoever has it can read every backup. Print it, keep two copies where neither the server nor its\n"
        "# thief can reach them, and remove this file. Typed in from paper it works as well: the letters are a-z and 2-7, in either\n"
        "# case, lines like this one may be left out, and every wrong letter is noticed.\n"
        "\n"
        "# Backups are sealed to this public key, the setting backup.recipients of the server:\n"
        "# ";
    text += f.key.to().text() + "\n\n# Reads backups, a secret:\n";
    text += f.key.text() + "\n\n# Backups are good if they were signed by:\n";
    for (const auto& each : f.signers) text += each.text() + "\n";
    return text;
}

recovery_file read_recovery_file(std::string_view text) {
    recovery_file f;
    bool has_key = false;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.starts_with('#')) continue;
        if (kind_of(line) == key_kind::signer) {
            f.signers.push_back(read_signer(line));
            continue;
        }
        if (has_key) throw bad_key("a sheet has one recovery key, here are two");
        f.key = read_recovery_key(line);
        has_key = true;
    }
    if (!has_key) throw bad_key("the sheet has no recovery key: a line that begins with gavel-recovery-");
    if (f.signers.empty()) throw bad_key("the sheet does not say by whom backups are signed: a line that begins with gavel-signer-");
    return f;
}

}  // namespace gavel::backup
