// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include "message_slot.h"

int main(int argc,char** argv){
  char buf[4096];
  if(argc!=3){
    fprintf(stderr,"%s\n",strerror(EINVAL));
    return 1;
  }
  int fd=open(argv[1],O_RDONLY);
  if(fd<0){ perror("open"); return 1; }
  unsigned long id=strtoul(argv[2],NULL,10);
  if(ioctl(fd,MSG_SLOT_CHANNEL,id)<0){ perror("ioctl"); return 1; }
  int len=read(fd,buf,sizeof(buf));
  if(len<0){ perror("read"); return 1; }
  if(close(fd)<0){ perror("close"); return 1; }
  if(write(1,buf,len)!=len){ perror("write"); return 1; }
  return 0;
}
