/*
 * Preloaded into a program, keeps beside it what a power cut would leave of one folder. A file's content reaches the
 * shadow when the program syncs the file, as it is at that moment; the names in the folder when it syncs the folder.
 * What is written and never synced never gets there.
 *
 * Not modelled: a file written through a mapping and msync, files in folders below, a sync that is cut in half, and a
 * disk that says "synced" too early. An inode number that is used again keeps its old content until the next sync.
 *
 * PERIGEE_POWER_FOLDER: the folder, without links in its path. PERIGEE_POWER_SHADOW: where to keep it: `inode-N` for
 * each content and `names` with one line for each name: the inode's number, a space, the name.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void fail(const char *what) {
  perror(what);
  abort();
}

/* Under a name of its own first, so that a kill in the middle leaves the shadow as it was. */
static void replace(const char *made, const char *name) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s", getenv("PERIGEE_POWER_SHADOW"), name);
  if (rename(made, path) != 0) fail(path);
}

static void keep_content(const char *path, ino_t inode) {
  static char block[1 << 16];
  char made[PATH_MAX], name[64];
  snprintf(made, sizeof made, "%s/being-made", getenv("PERIGEE_POWER_SHADOW"));
  int from = open(path, O_RDONLY | O_CLOEXEC);
  int to = open(made, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (from < 0 || to < 0) fail(path);
  for (ssize_t got; (got = read(from, block, sizeof block)) > 0;)
    if (write(to, block, (size_t)got) != got) fail(made);
  close(from);
  close(to);
  snprintf(name, sizeof name, "inode-%lu", (unsigned long)inode);
  replace(made, name);
}

static void keep_names(const char *path) {
  char made[PATH_MAX];
  snprintf(made, sizeof made, "%s/being-made", getenv("PERIGEE_POWER_SHADOW"));
  DIR *folder = opendir(path);
  FILE *list = fopen(made, "we");
  if (folder == NULL || list == NULL) fail(path);
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
    if (entry->d_type == DT_REG) fprintf(list, "%lu %s\n", (unsigned long)entry->d_ino, entry->d_name);
  closedir(folder);
  fclose(list);
  replace(made, "names");
}

static void keep(int fd) {
  const char *folder = getenv("PERIGEE_POWER_FOLDER");
  char link[64], path[PATH_MAX];
  struct stat facts;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (folder == NULL || length < 0 || fstat(fd, &facts) != 0) return;
  path[length] = '\0';
  size_t above = strlen(folder);
  if (strncmp(path, folder, above) != 0) return;
  pthread_mutex_lock(&lock);
  if (S_ISDIR(facts.st_mode) && path[above] == '\0') keep_names(path);
  /* Opened by its number: its name may be another's by now. */
  if (S_ISREG(facts.st_mode) && path[above] == '/') keep_content(link, facts.st_ino);
  pthread_mutex_unlock(&lock);
}

int fsync(int fd) {
  int result = (int)syscall(SYS_fsync, fd);
  if (result == 0) keep(fd);
  return result;
}

int fdatasync(int fd) {
  int result = (int)syscall(SYS_fdatasync, fd);
  if (result == 0) keep(fd);
  return result;
}
