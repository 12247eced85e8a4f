// Refusals of media.
#pragma once
#include "base/error.hpp"

namespace gavel::media {

inline constexpr problem no_such_upload{
    "upload-not-found", 404, {"Такого завантаження немає", "There is no such upload", "Такой загрузки нет"}};
inline constexpr problem no_such_file{"file-not-found", 404, {"Такого файлу немає", "There is no such file", "Такого файла нет"}};
inline constexpr problem upload_closed{
    "upload-closed", 409, {"Файл уже надіслано повністю", "The file has been sent completely already", "Файл уже отправлен полностью"}};
inline constexpr problem upload_elsewhere{
    "upload-elsewhere",
    409,
    {"Цей файл надсилають прямо у сховище", "This file is sent straight to the store", "Этот файл отправляют прямо в хранилище"}};
inline constexpr problem wrong_offset{"wrong-offset",
                                      409,
                                      {"Продовжуйте з того місця, до якого файл уже отримано", "Go on from where the file has arrived",
                                       "Продолжайте с того места, до которого файл уже получен"}};
inline constexpr problem upload_incomplete{
    "upload-incomplete",
    409,
    {"Файл надіслано ще не повністю", "The file has not been sent completely yet", "Файл отправлен ещё не полностью"}};
inline constexpr problem album_full{
    "album-full", 409, {"Більше файлів сюди додати не можна", "No more files can be added here", "Больше файлов сюда добавить нельзя"}};
inline constexpr problem quota_exceeded{
    "storage-quota-exceeded",
    409,
    {"Місце для ваших файлів закінчилося: видаліть зайві", "Your space for files is used up: remove some",
     "Место для ваших файлов закончилось: удалите лишние"}};
inline constexpr problem too_many_uploads{
    "too-many-uploads",
    409,
    {"Забагато незавершених завантажень: завершіть або скасуйте якісь", "Too many unfinished uploads: finish or cancel some",
     "Слишком много незавершённых загрузок: завершите или отмените какие-то"}};
inline constexpr problem not_ready{
    "file-not-ready", 409, {"Файл ще перевіряється", "The file is still being checked", "Файл ещё проверяется"}};

}  // namespace gavel::media
