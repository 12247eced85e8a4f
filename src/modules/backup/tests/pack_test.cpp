#include "modules/backup/pack.hpp"

#include <gmock/gmock.h>

namespace gavel::backup {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

packed_object object_of(std::string key, std::string_view content) {
    packed_object o;
    o.key = std::move(key);
    o.type = "image/avif";
    o.bytes = content.size();
    o.sha256 = sha256_of(content);
    return o;
}

std::string entry(const packed_object& o, std::string_view content) { return line_of(o) + std::string(content); }

std::vector<std::pair<std::string, std::string>> unpacked(std::string_view pack, std::size_t piece = 1 << 20) {
    std::vector<std::pair<std::string, std::string>> all;
    pack_reader r([&](packed_object o, std::string content) { all.emplace_back(o.key + " " + o.type, std::move(content)); });
    for (std::size_t at = 0; at < pack.size(); at += piece) r.add(pack.substr(at, piece));
    r.finish();
    return all;
}

std::vector<packed_object> indexed(std::string_view lines, std::size_t piece = 1 << 20) {
    std::vector<packed_object> all;
    index_reader r([&](packed_object o) { all.push_back(std::move(o)); });
    for (std::size_t at = 0; at < lines.size(); at += piece) r.add(lines.substr(at, piece));
    r.finish();
    return all;
}

const std::string some_pack = "m/0123456789abcdef0123456789abcdef";

TEST(pack, objects_come_back_however_the_stream_is_split) {
    const std::string with_newlines = "\n{\"key\":\"a\"}\n\n", zeros(3000, '\0');
    const auto pack = entry(object_of("media/3f/a.avif", with_newlines), with_newlines) + entry(object_of("media/3f/empty.txt", ""), "") +
                      entry(object_of("originals/12/b.jpeg", zeros), zeros);
    for (std::size_t piece = 1; piece < 300; ++piece) {
        const auto all = unpacked(pack, piece);
        ASSERT_EQ(all.size(), 3u);
        EXPECT_EQ(all[0], std::pair(std::string("media/3f/a.avif image/avif"), with_newlines));
        EXPECT_EQ(all[1].second, "");
        EXPECT_EQ(all[2].second, zeros);
    }
    EXPECT_TRUE(unpacked("").empty());
}

TEST(pack, every_cut_but_those_between_objects_is_found) {
    const auto one = entry(object_of("a/a.bin", "content"), "content"), pack = one + entry(object_of("a/b.bin", "other"), "other");
    for (std::size_t size = 0; size < pack.size(); ++size) {
        if (size == 0 || size == one.size()) continue;  // which objects there are is what the index says
        EXPECT_THROW(unpacked(std::string_view(pack).substr(0, size)), damaged) << size;
    }
}

TEST(pack, content_that_is_another_is_named_and_not_handed_out) {
    auto pack = entry(object_of("a/a.bin", "content"), "content");
    pack.back() = 'x';
    try {
        unpacked(pack);
        FAIL();
    } catch (const damaged& e) {
        EXPECT_THAT(e.what(), HasSubstr("a/a.bin is not what was written"));
    }
}

TEST(pack, hostile_lines_are_refused) {
    const auto good = line_of(object_of("a/a.bin", ""));
    EXPECT_NO_THROW(unpacked(good));
    const auto with = [&](std::string_view part, std::string_view other) {
        auto line = good;
        const auto at = line.find(part);
        EXPECT_NE(at, line.npos);
        return line.replace(at, part.size(), other);
    };
    for (const auto* key :
         {"../../etc/passwd", "/etc/passwd", "a//b.bin", "a/.hidden", "a/a", "A/A.BIN", "", "a/a.bin\\u0000", "a\\\\b.bin"})
        EXPECT_THROW(unpacked(with("a/a.bin", key)), damaged) << key;
    for (const auto* bytes : {"-1", "1e3", "0.0", "\"0\"", "null", "134217729", "9223372036854775807", "18446744073709551615", "1e400"})
        EXPECT_THROW(unpacked(with("\"bytes\":0", std::string("\"bytes\":") + bytes)), damaged) << bytes;
    EXPECT_THROW(unpacked(with("image/avif", "image/avif\\r\\nX: y")), damaged);
    EXPECT_THROW(unpacked(with("image/avif", std::string(type_bytes_max + 1, 'a'))), damaged);
    EXPECT_THROW(unpacked(with("\"sha256\":\"", "\"sha256\":\"x")), damaged);
    for (const auto* line : {"\n", "{}\n", "[]\n", "null\n", "{\n", "\xff\n"}) EXPECT_THROW(unpacked(line), damaged) << line;
    EXPECT_THROW(unpacked(std::string(line_bytes_max + 1, ' ')), damaged);  // before its end has come
    EXPECT_THROW(unpacked(with("{", "{\"pack\":\"" + some_pack + "\",")), damaged);
}

TEST(pack, the_longest_line_fits) {
    auto o = object_of(std::string(196, 'a') + ".bin", "");
    o.type = std::string(type_bytes_max, '"');
    o.bytes = object_bytes_max;
    o.pack = some_pack;
    EXPECT_LE(line_of(o).size(), line_bytes_max);
    EXPECT_EQ(indexed(line_of(o)).at(0).type, o.type);
}

TEST(pack, an_index_comes_back_however_it_is_split) {
    std::string lines;
    for (int i = 0; i < 20; ++i) {
        auto o = object_of(fmt::format("media/{}.avif", i), std::string(static_cast<std::size_t>(i), 'x'));
        o.pack = some_pack;
        lines += line_of(o);
    }
    for (std::size_t piece = 1; piece < 400; piece += 3) {
        const auto all = indexed(lines, piece);
        ASSERT_EQ(all.size(), 20u);
        EXPECT_EQ(all[19].key, "media/19.avif");
        EXPECT_EQ(all[19].bytes, 19u);
        EXPECT_EQ(all[19].pack, some_pack);
        EXPECT_EQ(all[19].sha256, sha256_of(std::string(19, 'x')));
    }
    EXPECT_THROW(indexed(std::string_view(lines).substr(0, lines.size() - 1)), damaged);
}

TEST(pack, an_index_says_which_pack) {
    auto o = object_of("a/a.bin", "");
    EXPECT_THROW(indexed(line_of(o)), damaged);
    for (const auto* wrong : {"m/..", "b/0123456789abcdef0123456789abcdef", "m/0123456789ABCDEF0123456789abcdef"}) {
        o.pack = wrong;
        EXPECT_THROW(indexed(line_of(o)), damaged) << wrong;
    }
}

}  // namespace
}  // namespace gavel::backup
