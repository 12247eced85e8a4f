// Random damage to what comes back from a place that keeps backups, and to what people type: refusals, and never other content.
// GAVEL_FUZZ_SEED repeats a run, GAVEL_FUZZ_ROUNDS makes it longer.
#include "modules/backup/compress.hpp"
#include "modules/backup/manifest.hpp"
#include "modules/backup/pack.hpp"
#include "modules/backup/recovery_file.hpp"
#include "modules/backup/seal.hpp"
#include "modules/backup/signed_text.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

namespace gavel::backup {
namespace {

std::uint64_t setting(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

class fuzz : public ::testing::Test {
protected:
    fuzz() { std::printf("seed %llu\n", static_cast<unsigned long long>(seed_)); }

    static std::uint64_t rounds(std::uint64_t otherwise) { return setting("GAVEL_FUZZ_ROUNDS", otherwise); }
    std::size_t below(std::size_t end) { return end == 0 ? 0 : dice_() % end; }

    // One to four edits, half of them near the beginning, where formats decide most.
    std::string damage(std::string text, std::string_view other) {
        for (auto edits = 1 + below(4); edits > 0; --edits) {
            const auto at = below(below(2) == 0 ? std::min<std::size_t>(text.size(), 200) : text.size());
            const auto size = std::min(text.size() - at, 1 + below(64));
            switch (below(7)) {
                case 0:
                    if (!text.empty()) text[at] = static_cast<char>(dice_());
                    break;
                case 1: text.erase(at, size); break;
                case 2: text.insert(at, text.substr(at, size)); break;
                case 3: text.replace(at, size, std::string(size, below(2) == 0 ? '\xff' : '9')); break;
                case 4: text.insert(at, other.substr(below(other.size()), below(100))); break;
                case 5: text.replace(at, size, other.substr(below(other.size()), size)); break;
                default: text.resize(at);
            }
        }
        return text;
    }

    // Gives all of `bytes` in pieces of random size.
    template <class Take>
    void in_pieces(std::string_view bytes, Take take) {
        const auto most = 1 + below(bytes.size() + 1);
        while (!bytes.empty()) {
            const auto taken = std::min(bytes.size(), 1 + below(most));
            take(bytes.substr(0, taken));
            bytes.remove_prefix(taken);
        }
    }

    std::string noise(std::size_t bytes) {
        std::string all(bytes, '\0');
        for (auto& c : all) c = static_cast<char>(dice_());
        return all;
    }

private:
    const std::uint64_t seed_ = setting("GAVEL_FUZZ_SEED", std::random_device{}());
    std::mt19937_64 dice_{seed_};
};

TEST_F(fuzz, a_damaged_sealed_stream_gives_a_beginning_of_its_content_and_a_refusal) {
    const auto key = new_recovery_key();
    const auto seal_up = [&](std::string_view content) {
        std::string all;
        sealer s({new_recovery_key().to(), key.to()});
        const auto out = [&](std::string_view bytes) { all += bytes; };
        s.add(content, out);
        s.finish(out);
        return all;
    };
    const auto short_content = noise(500), long_content = noise(200'000);
    const auto short_stream = seal_up(short_content), long_stream = seal_up(long_content);
    for (auto round = rounds(3000); round > 0; --round) {
        const bool is_long = below(10) == 0;
        const auto& good = is_long ? long_stream : short_stream;
        const auto wrong = damage(good, is_long ? short_stream : long_stream);
        std::string out;
        bool refused = false;
        try {
            opener o(key);
            const auto take = [&](std::string_view bytes) { out += bytes; };
            in_pieces(wrong, [&](std::string_view bytes) { o.add(bytes, take); });
            o.finish(take);
        } catch (const damaged&) {
            refused = true;
        } catch (const not_for_us&) {
            FAIL() << "damage is not called by its name";
        }
        ASSERT_EQ(refused, wrong != good);
        ASSERT_TRUE((is_long ? long_content : short_content).starts_with(out));
    }
}

TEST_F(fuzz, a_damaged_manifest_is_refused) {
    const auto key = new_signing_key();
    manifest m;
    m.id = new_backup_id(server_now());
    m.finished = server_now();
    m.release = "1.0.0";
    m.recipients = {"abcdefgh"};
    m.files.resize(1);
    m.files[0].parts = {{part_name(m.id, content::database, 1), 1000, std::string(64, 'a')}};
    m.packs = {{pack_name(std::string(32, 'b')), 1000, std::string(64, 'c')}};
    const auto good = write_manifest(m, key), body = good.substr(good.find('\n') + 1);
    for (auto round = rounds(20'000); round > 0; --round) {
        auto wrong = damage(good, body);
        if (wrong != good) {
            ASSERT_THROW(read_manifest(wrong, m.id, {key.by()}), damaged) << wrong;
        }

        // The same as if it had been signed: only a good one is read.
        wrong = damage(body, good);
        try {
            const auto read = read_manifest(sign_text("manifest", wrong, key), m.id, {key.by()});
            ASSERT_EQ(read.id, m.id);
            for (const auto& each : read.files)
                for (const auto& p : each.parts) ASSERT_TRUE(p.name.starts_with(backup_prefix(m.id)) && p.bytes <= file_bytes_max) << wrong;
            for (const auto& p : read.packs) ASSERT_TRUE(is_pack_name(p.name) && is_sha256(p.sha256)) << wrong;
        } catch (const damaged&) {}
    }
}

TEST_F(fuzz, a_damaged_pack_gives_only_objects_that_were_in_it) {
    std::vector<std::string> contents{noise(10), "", noise(3000), "{\"key\":\"a/a.bin\"}\n", noise(100)};
    std::string good;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        packed_object o;
        o.key = fmt::format("media/{}.bin", i);
        o.type = "image/avif";
        o.bytes = contents[i].size();
        o.sha256 = sha256_of(contents[i]);
        good += line_of(o) + contents[i];
    }
    for (auto round = rounds(20'000); round > 0; --round) {
        const auto wrong = damage(good, good);
        try {
            pack_reader r([&](const packed_object& o, const std::string& content) {
                ASSERT_EQ(o.sha256, sha256_of(content));
                ASSERT_TRUE(std::find(contents.begin(), contents.end(), content) != contents.end());
            });
            in_pieces(wrong, [&](std::string_view bytes) { r.add(bytes); });
            r.finish();
        } catch (const damaged&) {}
        try {
            index_reader r([](const packed_object& o) { ASSERT_TRUE(is_pack_name(o.pack)); });
            in_pieces(wrong, [&](std::string_view bytes) { r.add(bytes); });
            r.finish();
        } catch (const damaged&) {}
    }
}

TEST_F(fuzz, damaged_compressed_data_is_the_same_or_refused) {
    std::string content, good;
    for (int i = 0; i < 3000; ++i) content += fmt::format("lot {}\tbid {}\n", i % 37, below(1000));
    compressor c;
    const auto out = [&](std::string_view bytes) { good += bytes; };
    c.add(content, out);
    c.finish(out);
    for (auto round = rounds(3000); round > 0; --round) {
        const auto wrong = damage(good, good);
        std::string got;
        try {
            decompressor d;
            const auto take = [&](std::string_view bytes) {
                ASSERT_LE(bytes.size(), piece_bytes_max);
                if (got.size() < 1'000'000) got += bytes;
            };
            in_pieces(wrong, [&](std::string_view bytes) { d.add(bytes, take); });
            d.finish(take);
        } catch (const damaged&) {
            continue;
        }
        // A frame whose flag of the checksum was taken away may give something else; the seal around it would have noticed.
        ASSERT_LE(got.size(), 1'000'000u + piece_bytes_max);
    }
}

TEST_F(fuzz, damaged_keys_are_refused) {
    recovery_file sheet;
    sheet.key = new_recovery_key();
    sheet.signers = {new_signing_key().by()};
    const auto text = sheet.key.text(), list = sheet.key.to().text() + "," + new_recovery_key().to().text(),
               file = write_recovery_file(sheet);
    for (auto round = rounds(20'000); round > 0; --round) {
        try {
            ASSERT_EQ(read_recovery_key(damage(text, list)).bytes, sheet.key.bytes);
        } catch (const bad_key&) {}
        try {
            ASSERT_LE(read_recipients(damage(list, text)).size(), 2u);
        } catch (const bad_key&) {}
        try {
            ASSERT_EQ(read_recovery_file(damage(file, list)).key.bytes, sheet.key.bytes);
        } catch (const bad_key&) {}
    }
}

}  // namespace
}  // namespace gavel::backup
