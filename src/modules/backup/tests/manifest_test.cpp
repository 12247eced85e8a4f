#include "modules/backup/manifest.hpp"

#include "modules/backup/signed_text.hpp"

#include <gmock/gmock.h>
#include <boost/json.hpp>

namespace gavel::backup {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view backup_id = "20261130-083200-0a1b2c";

std::string digits(char c, std::size_t count) { return std::string(count, c); }

manifest sample() {
    manifest m;
    m.id = backup_id;
    m.finished = *parse_instant("2026-11-30T08:40:00.123456Z");
    m.release = "1.4.0+0a1b2c3";
    m.schema = 22;
    m.recipients = {"abcdefgh", "r5amllnw"};
    sealed_file database, media;
    database.content = content::database;
    database.parts = {{part_name(backup_id, content::database, 1), 1'073'741'824, digits('a', 64)},
                      {part_name(backup_id, content::database, 2), 17, digits('b', 64)}};
    media.content = content::media_index;
    media.parts = {{part_name(backup_id, content::media_index, 1), 500, digits('c', 64)}};
    m.files = {database, media};
    m.packs = {{pack_name(digits('1', 32)), 41'000'000, digits('d', 64)}, {pack_name(digits('2', 32)), 1, digits('e', 64)}};
    return m;
}

class manifests : public ::testing::Test {
protected:
    const signing_key key = new_signing_key();
    const std::vector<signer> trusted{new_signing_key().by(), key.by()};

    std::string refusal_of(std::string_view text, std::string_view id = backup_id) const {
        try {
            read_manifest(text, id, trusted);
        } catch (const damaged& e) {
            return e.what();
        }
        return {};
    }
    // As a server with a fault, or a stranger with its key, would sign it.
    std::string signed_text(std::string_view body) const { return sign_text("manifest", body, key); }
    // The sample with one value of its JSON replaced; "/files/0/parts/1/name" says which.
    std::string changed(std::string_view where, const boost::json::value& to) const {
        auto body = boost::json::parse(body_of(write_manifest(sample(), key)));
        body.at_pointer(where) = to;
        return signed_text(boost::json::serialize(body));
    }
    std::string without(std::string_view where) const {
        auto body = boost::json::parse(body_of(write_manifest(sample(), key)));
        const auto cut = where.rfind('/');
        auto& of = cut == 0 ? body : body.at_pointer(where.substr(0, cut));
        of.as_object().erase(where.substr(cut + 1));
        return signed_text(boost::json::serialize(body));
    }
    static std::string body_of(const std::string& text) { return text.substr(text.find('\n') + 1); }
};

TEST_F(manifests, come_back_as_they_were_written) {
    const auto m = sample();
    const auto read = read_manifest(write_manifest(m, key), m.id, trusted);
    EXPECT_EQ(read.id, m.id);
    EXPECT_EQ(read.finished, m.finished);
    EXPECT_EQ(read.release, m.release);
    EXPECT_EQ(read.schema, 22);
    EXPECT_EQ(read.recipients, m.recipients);
    ASSERT_EQ(read.files.size(), 2u);
    ASSERT_EQ(read.packs.size(), 2u);
    EXPECT_EQ(read.files[0].parts[1].name, "b/20261130-083200-0a1b2c/database.00002");
    EXPECT_EQ(read.files[0].parts[0].bytes, 1'073'741'824u);
    EXPECT_EQ(read.files[0].parts[0].sha256, digits('a', 64));
    EXPECT_EQ(read.packs[0].name, "m/" + digits('1', 32));
    EXPECT_EQ(read.find(content::database), &read.files[0]);
    EXPECT_EQ(read.find(content::facts), nullptr);
    EXPECT_EQ(read.files[0].bytes(), 1'073'741'841u);
    EXPECT_EQ(read.bytes(), 1'073'741'841u + 500 + 41'000'001);
}

TEST_F(manifests, every_changed_byte_is_found) {
    const auto text = write_manifest(sample(), key);
    for (std::size_t at = 0; at < text.size(); ++at)
        for (const char by : {'\x01', '\x20', '\x80'}) {
            auto wrong = text;
            wrong[at] = static_cast<char>(wrong[at] ^ by);
            ASSERT_NE(refusal_of(wrong), "") << at;
        }
    for (std::size_t size = 0; size < text.size(); ++size) ASSERT_NE(refusal_of(text.substr(0, size)), "") << size;
    EXPECT_NE(refusal_of(text + "\n"), "");
    EXPECT_NE(refusal_of(text + text), "");
}

TEST_F(manifests, of_strangers_are_refused) {
    const auto stranger = new_signing_key();
    EXPECT_THAT(refusal_of(write_manifest(sample(), stranger)), HasSubstr("not signed by a key that is trusted"));
    EXPECT_THROW(read_manifest(write_manifest(sample(), key), backup_id, {}), damaged);
}

TEST_F(manifests, of_another_purpose_are_refused) {
    const auto body = body_of(write_manifest(sample(), key));
    EXPECT_THAT(refusal_of(sign_text("base", body, key)), HasSubstr("not signed by a key that is trusted"));
    EXPECT_EQ(refusal_of(sign_text("manifest", body, key)), "");
}

TEST_F(manifests, of_another_backup_are_refused) {
    EXPECT_THAT(refusal_of(write_manifest(sample(), key), "20261130-083200-0a1b2d"), HasSubstr("another backup"));
}

TEST_F(manifests, what_later_releases_add_is_ignored) {
    auto body = boost::json::parse(body_of(write_manifest(sample(), key)));
    body.as_object()["later"] = {1, 2, 3};
    body.at_pointer("/files/0").as_object()["later"] = "text";
    EXPECT_EQ(refusal_of(signed_text(boost::json::serialize(body))), "");
}

TEST_F(manifests, every_wrong_value_is_refused_though_it_is_signed) {
    const std::string prefix = "b/" + std::string(backup_id) + "/";
    std::vector<std::pair<std::string_view, boost::json::value>> all{
        {"/finished", 5},
        {"/schema", -1},
        {"/schema", 2'000'000},
        {"/schema", 22.0},
        {"/recipients", boost::json::array{}},
        {"/recipients", boost::json::array(9, "abcdefgh")},
        {"/recipients/0", 1},
        {"/files/0/parts", boost::json::array{}},
        {"/packs", nullptr},
        {"/files", boost::json::object{}},
    };
    const std::vector<std::pair<std::string_view, std::string>> texts{
        {"/format", "gavel-manifest-2"},
        {"/id", "20261130-083200-0a1b2d"},
        {"/id", "../../etc"},
        {"/finished", "yesterday"},
        {"/release", ""},
        {"/release", "a\nb"},
        {"/release", digits('a', 101)},
        {"/schema", "22"},
        {"/recipients/0", "ABCDEFGH"},
        {"/files/0/content", "media"},
        {"/files/0/content", "shadow"},
        {"/files/0/parts", "all"},
        {"/files/0/parts/0/name", "../../../etc/passwd"},
        {"/files/0/parts/0/name", "/etc/passwd"},
        {"/files/0/parts/0/name", prefix + "database.1"},
        {"/files/0/parts/0/name", prefix + "database.00002"},
        {"/files/0/parts/0/name", prefix + "media.00001"},
        {"/files/0/parts/0/name", prefix + "../" + prefix + "database.00001"},
        {"/files/0/parts/0/name", "b/20261129-083200-0a1b2c/database.00001"},
        {"/files/0/parts/1/name", prefix + "database.00001"},
        {"/files/0/parts/1/name", prefix + "database.00003"},
        {"/files/0/parts/0/sha256", ""},
        {"/files/0/parts/0/sha256", digits('a', 63)},
        {"/files/0/parts/0/sha256", digits('A', 64)},
        {"/files/0/parts/0/sha256", digits('g', 64)},
        {"/packs/0/name", "m/../../etc/passwd"},
        {"/packs/0/name", digits('1', 32)},
        {"/packs/0/name", "m/" + digits('1', 31)},
        {"/packs/0/name", "m/" + digits('2', 32)},  // as the other
        {"/packs/0/sha256", digits('d', 65)},
    };
    for (const auto& [where, to] : texts) all.emplace_back(where, boost::json::string(to));
    const auto too_large = static_cast<std::int64_t>(file_bytes_max) + 1;
    for (const auto* where : {"/files/0/parts/0/bytes", "/packs/0/bytes"})
        for (const auto& to :
             std::initializer_list<boost::json::value>{0, -1, INT64_MIN, INT64_MAX, UINT64_MAX, too_large, 1.5, 1e300, "17", nullptr})
            all.emplace_back(where, to);
    for (const auto* where :
         {"/format", "/id", "/finished", "/release", "/schema", "/recipients", "/files", "/packs", "/files/0/content", "/files/0/parts",
          "/files/0/parts/0/name", "/files/0/parts/0/bytes", "/files/0/parts/0/sha256", "/packs/1/name"}) {
        EXPECT_NE(refusal_of(without(where)), "") << where;
        all.emplace_back(where, nullptr);
    }
    for (const auto& [where, to] : all) EXPECT_NE(refusal_of(changed(where, to)), "") << where << " " << boost::json::serialize(to);
    EXPECT_EQ(refusal_of(changed("/schema", 23)), "");  // what is changed in this way is read, if it is good
}

TEST_F(manifests, two_files_of_one_content_are_refused) {
    auto m = sample();
    m.files.push_back(m.files[0]);
    EXPECT_THROW(write_manifest(m, key), damaged);
}

TEST_F(manifests, what_is_no_manifest_is_refused) {
    for (const auto* body : {"", "{}", "[]", "null", "5", "{\"format\":", "\xff\xfe"}) EXPECT_NE(refusal_of(signed_text(body)), "") << body;
    EXPECT_NE(refusal_of(signed_text(std::string(100'000, '['))), "");
    EXPECT_NE(refusal_of(""), "");
    EXPECT_NE(refusal_of(digits('a', 128)), "");
    EXPECT_NE(refusal_of(digits('a', 128) + "\n"), "");
    EXPECT_NE(refusal_of(digits('z', 128) + "\n{}"), "");
}

TEST_F(manifests, too_large_ones_are_neither_written_nor_read) {
    auto m = sample();
    const auto spaces = std::string(manifest_bytes_max, ' ');
    EXPECT_THAT(refusal_of(signed_text(body_of(write_manifest(m, key)) + spaces)), HasSubstr("more than"));
    for (std::uint64_t i = 0; i < 130'000; ++i) m.packs.push_back({fmt::format("m/{:032x}", i), 1, digits('a', 64)});
    EXPECT_THROW(write_manifest(m, key), damaged);
    m.packs.resize(5'000);
    EXPECT_EQ(read_manifest(write_manifest(m, key), m.id, trusted).packs.size(), 5'000u);
}

TEST(names, of_backups_tell_when_they_began) {
    const auto now = *parse_instant("2026-11-30T08:32:01.999999Z");
    const auto one = new_backup_id(now), other = new_backup_id(now);
    EXPECT_NE(one, other);
    EXPECT_THAT(one, ::testing::MatchesRegex("20261130-083201-[0-9a-f]+"));
    EXPECT_TRUE(is_backup_id(one));
    EXPECT_EQ(began_at(one), *parse_instant("2026-11-30T08:32:01Z"));
    EXPECT_LT(new_backup_id(now), new_backup_id(now + std::chrono::seconds(1)));
    for (const auto* wrong :
         {"", "20261130-083201", "20261130-083201-0a1b2", "20261130-083201-0A1B2C", "20261130-083201-0a1b2c/", "20261130 083201Z-0a1b2c",
          "20261330-083201-0a1b2c", "20261130-243201-0a1b2c", "../../../../../../../../", "2026113x-083201-0a1b2c"})
        EXPECT_FALSE(is_backup_id(wrong)) << wrong;
}

}  // namespace
}  // namespace gavel::backup
