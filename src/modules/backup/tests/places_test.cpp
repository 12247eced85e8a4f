// The settings of places.
#include "modules/backup/places.hpp"

#include "platform/config/loader.hpp"

#include <gmock/gmock.h>

namespace gavel::backup {
namespace {

using testing::HasSubstr;

class place_settings : public testing::Test {
protected:
    std::string refused() {
        try {
            open_places(io, chosen, workers);
        } catch (const std::invalid_argument& e) {
            return e.what();
        }
        return "";
    }

    boost::asio::io_context io{1};
    runtime::worker_pool workers{1, 1};
    place_options chosen;
};

TEST_F(place_settings, nothing_is_no_place) { EXPECT_TRUE(open_places(io, chosen, workers).empty()); }

TEST_F(place_settings, opens_them_in_their_order) {
    chosen.targets = " s3, folder";
    chosen.folder = "/srv/backup";
    chosen.s3.endpoint = "https://s3.example.org";
    chosen.s3.bucket = "safe";
    chosen.s3.access_key = chosen.s3.secret_key = "x";
    const auto places = open_places(io, chosen, workers);
    ASSERT_EQ(places.size(), 2u);
    EXPECT_EQ(places[0]->description(), "the bucket safe at https://s3.example.org");
    EXPECT_EQ(places[1]->description(), "the folder /srv/backup");
}

TEST_F(place_settings, name_what_is_missing) {
    chosen.targets = "s3";
    EXPECT_THAT(refused(), HasSubstr("backup.s3_endpoint is needed"));
    chosen.s3.endpoint = "s3.example.org";
    EXPECT_THAT(refused(), HasSubstr("backup.s3_bucket is needed"));
    chosen.s3.bucket = "safe";
    chosen.s3.access_key = chosen.s3.secret_key = "x";
    EXPECT_THAT(refused(), HasSubstr("backup.s3_endpoint: \"s3.example.org\" is not an address"));
    chosen.targets = "folder";
    EXPECT_THAT(refused(), HasSubstr("backup.folder must name"));
    chosen.folder = "backup";
    EXPECT_THAT(refused(), HasSubstr("backup.folder must name"));
    chosen.targets = "tape";
    EXPECT_THAT(refused(), HasSubstr("\"tape\" is none of folder, s3 and google"));
    chosen.targets = "folder,,s3";
    EXPECT_THAT(refused(), HasSubstr("backup."));
    chosen.folder = "/srv";
    chosen.targets = "folder,folder";
    EXPECT_THAT(refused(), HasSubstr("twice"));
    chosen.targets = "google";
    EXPECT_THAT(refused(), HasSubstr("Google Drive needs"));
}

TEST_F(place_settings, of_the_store_are_its_own) {
    config::table t;
    chosen.declare(t);
    const auto has = [&](std::string_view key) {
        return std::any_of(t.all().begin(), t.all().end(), [&](const auto& each) { return each.key == key; });
    };
    EXPECT_TRUE(has("backup.s3_endpoint"));
    EXPECT_TRUE(has("backup.s3_secret_key"));
    EXPECT_TRUE(has("backup.s3_prefix"));
    EXPECT_TRUE(has("backup.google_client_id"));
    EXPECT_FALSE(has("backup.s3_public_endpoint"));
    EXPECT_FALSE(has("s3.endpoint"));
}

}  // namespace
}  // namespace gavel::backup
