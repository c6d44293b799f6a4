"""The desk's addresses. Verbs are resources of what they change."""

from django.urls import path

from .views import conversations, customers, files, lists, owed, writing

urlpatterns = [
    path("", lists.home, name="home"),
    path("up", lists.nothing, name="up"),
    path("owed", owed.owed, name="owed"),
    path("v/<slug:key>", lists.view, name="view"),
    path("search", lists.results, name="search"),
    path("find", lists.find, name="find"),
    path("new", writing.new, name="new"),
    path("customers", customers.customer_list, name="customers"),
    path("customers/<int:number>", customers.customer, name="customer"),
    path("customers/<int:number>/profile", customers.profile, name="customer-profile"),
    path("customers/<int:number>/addresses", customers.addresses, name="customer-addresses"),
    path("c/<int:number>", conversations.conversation, name="conversation"),
    path("c/<int:number>/older", conversations.older, name="older"),
    path("c/<int:number>/reply", writing.reply, name="reply"),
    path("c/<int:number>/note", writing.note, name="note"),
    path("c/<int:number>/draft/<slug:mode>", writing.save_draft, name="draft"),
    path("c/<int:number>/draft/<slug:mode>/files", writing.add_files, name="draft-files"),
    path("c/<int:number>/assignment", conversations.assign, name="assignment"),
    path("c/<int:number>/participants", conversations.participant, name="participants"),
    path("c/<int:number>/join", conversations.join, name="join-decision"),
    path("c/<int:number>/unread", conversations.unread, name="unread"),
    path("c/<int:number>/<slug:what>", conversations.change, name="change"),
    path("m/<int:number>/undo", writing.undo, name="undo"),
    path("m/<int:number>/retry", writing.retry, name="retry"),
    path("m/<int:number>/html", files.html, name="message-html"),
    path("m/<int:number>/source", files.source, name="message-source"),
    path("files/<int:number>", files.file, name="file"),
    path("files/<int:number>/framed", files.framed_picture, name="framed-picture"),
    path("files/<int:number>/remove", writing.remove_file, name="remove-file"),
    path("remote-picture", files.remote_picture, name="remote-picture"),
]
