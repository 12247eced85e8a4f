#include "modules/backup/recovery_file.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace gavel::backup {

std::string write_recovery_file(const recovery_file& f) {
    std::string text =
        "# The recovery key of the backups of an auction run by Gavel.\n"
        "# With this sheet and the place where the backups are, everything can be brought back: `gavel restore --key THIS_FILE`.\n"
        "# Without it nothing can. Print it, keep two copies where no server and no thief of the server gets at them, and remove this "
        "file.\n"
        "# Whoever has it can read every backup.\n"
        "\n"
        "# Reads backups:\n";
    text += f.key.text() + "\n\n# Backups are signed by:\n";
    for (const auto& each : f.signers) text += each.text() + "\n";
    return text;
}

recovery_file read_recovery_file(std::string_view text) {
    recovery_file f;
    bool has_key = false;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trimmed(std::string(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.starts_with('#')) continue;
        if (line.starts_with("gavel-signer-")) {
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
